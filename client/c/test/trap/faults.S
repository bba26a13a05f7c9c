/*
 * Instructions that fault in the middle. They are executed on memory and on a window, both with nothing behind: the
 * program must find the same registers in its handler. rdi and rsi are where nothing is soon; rcx is 300.
 */
	.intel_syntax noprefix

	.macro fault text
	.section .rodata
771:	.asciz "\text"
	.section faults, "aw"
	.balign 8
	.quad 771b, 772f
	.text
772:	\text
	ret
	.endm

/* r12: 100 bytes before the end of the window; r13: 100 bytes before that of other memory. */
	fault "mov rsi, r12; lea rdi, [r13-1024]; rep movsb"
	fault "mov rsi, r12; lea rdi, [r13-1024]; rep movsd"
	fault "lea rsi, [r12-1000]; mov rdi, r13; rep movsb"
	fault "lea rsi, [r13-1024]; mov rdi, r12; rep movsb"
	fault "mov rsi, r13; lea rdi, [r12-1000]; rep movsw"
	fault "mov rdi, r12; rep stosb"
	fault "mov rdi, r12; rep stosq"
	fault "mov rdi, r12; mov al, 0; repne scasb"
	fault "mov rdi, r12; lea rsi, [r13-1024]; repe cmpsb"
	fault "mov rsi, r12; rep lodsd"
	fault "mov eax, [r12+97]"
	fault "movups xmm1, [r12+90]"
	fault "mov [r12+97], eax"
	fault "movups [r12+90], xmm1"
	fault "add [r12+98], rax"
	fault "fstp qword ptr [r12+98]"
	fault "push rax; lea rbx, [r12-4096+100]; mov r8, [rbx]; pop rax; pop qword ptr [r12+97]"

	.section .note.GNU-stack, "", @progbits
