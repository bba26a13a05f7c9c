/*
 * Instructions that trap: each is executed on memory and on a window, and everything must be the same after both.
 *
 * rdi, rbp, r12 and r13 are the place in the window; r8 is 64 bytes before it. rsi is memory of its own. rcx is 5, rdx
 * 16, r9 -3. k1 is 0x1F, k2 0xAAAA..., k3 0. The place is tried at several alignments, and where it crosses the end of
 * the window into plain memory.
 *
 *   any        loads or stores or both
 *   loads      only loads; stores: only stores
 *   masked N   after the first N bytes the program has no right to memory, and they are not touched
 * with _aligned: only at a multiple of 64; _avx2, _avx512: only with a processor that has it.
 */
	.intel_syntax noprefix

#define ALIGNED 1
#define ONLY_LOADS 2
#define ONLY_STORES 4
#define AVX2 8
#define AVX512 16

	.macro case flags, bytes, text
	.section .rodata
771:	.asciz "\text"
	.section cases, "aw"
	.balign 8
	.quad 771b, 772f, \flags, \bytes
	.text
772:	\text
	ret
	.endm

	.macro any text
	case 0, 0, "\text"
	.endm
	.macro loads text
	case ONLY_LOADS, 0, "\text"
	.endm
	.macro stores text
	case ONLY_STORES, 0, "\text"
	.endm
	.macro any_aligned text
	case ALIGNED, 0, "\text"
	.endm
	.macro loads_aligned text
	case ALIGNED | ONLY_LOADS, 0, "\text"
	.endm
	.macro stores_aligned text
	case ALIGNED | ONLY_STORES, 0, "\text"
	.endm
	.macro loads_avx2 text
	case ONLY_LOADS | AVX2, 0, "\text"
	.endm
	.macro stores_avx2 text
	case ONLY_STORES | AVX2, 0, "\text"
	.endm
	.macro loads_avx512 text
	case ONLY_LOADS | AVX512, 0, "\text"
	.endm
	.macro stores_avx512 text
	case ONLY_STORES | AVX512, 0, "\text"
	.endm
	.macro masked_avx2 bytes, text
	case AVX2, \bytes, "\text"
	.endm
	.macro masked_avx512 bytes, text
	case AVX512, \bytes, "\text"
	.endm

/* Moves, in every form of address. */
	loads "mov al, [rdi]"
	loads "mov ah, [rdi]"
	loads "mov bx, [rdi]"
	loads "mov ebx, [rdi]"
	loads "mov rbx, [rdi]"
	loads "mov r15b, [rdi]"
	loads "mov sil, [rdi]"
	loads "mov r10d, [r12]"
	loads "mov r10d, [r13]"
	loads "mov rax, [rbp]"
	loads "mov rax, [rdi+r9*2+7]"
	loads "mov rax, [r13+rdx*4-64]"
	loads "mov rax, [r8+rcx*8+24]"
	loads "mov eax, [edi]"
	loads "mov eax, [edi+ecx*4]"
	loads_aligned "mov eax, [rip+arena+0x1040]"
	loads_aligned "mov eax, ds:[arena+0x1040]"
	loads_aligned "movabs al, [arena+0x1041]"
	loads_aligned "movabs rax, [arena+0x1048]"
	loads "rdfsbase r11; neg r11; add r11, rdi; mov eax, fs:[r11]"
	loads "rdfsbase r11; neg r11; add r11, rdi; add rax, fs:[r11+8]"
	loads "movzx eax, byte ptr [rdi]"
	loads "movzx ax, byte ptr [rdi]"
	loads "movzx rax, word ptr [rdi]"
	loads "movsx eax, byte ptr [rdi]"
	loads "movsx ax, byte ptr [rdi]"
	loads "movsx rax, word ptr [rdi]"
	loads "movsxd rax, dword ptr [rdi]"
	stores "mov [rdi], al"
	stores "mov [rdi], ch"
	stores "mov [rdi], ax"
	stores "mov [rdi], eax"
	stores "mov [rdi], rax"
	stores "mov [rdi], rsp; mov qword ptr [rdi], 5"
	stores "mov byte ptr [rdi], 0x81"
	stores "mov word ptr [rdi], 0x8182"
	stores "mov dword ptr [rdi], 0x81828384"
	stores "mov qword ptr [rdi], -2"
	stores_aligned "movabs [arena+0x1048], eax"
	loads "movbe eax, [rdi]"
	stores "movbe [rdi], rax"
	stores "movnti [rdi], eax"
	stores "movnti [rdi], rax"
	loads "mov bl, [rdi]; mov rbx, rdi; mov al, 3; xlatb; mov ebx, 1"

/* Arithmetic and logic. */
	loads "add eax, [rdi]"
	loads "adc rax, [rdi]"
	loads "sub al, [rdi]"
	loads "sbb ax, [rdi]"
	loads "cmp rax, [rdi]"
	loads "cmp dword ptr [rdi], 7"
	loads "cmp byte ptr [rdi], 0x80"
	loads "test [rdi], eax"
	loads "test byte ptr [rdi], 0x40"
	loads "and rax, [rdi]"
	loads "xor ah, [rdi]"
	loads "imul eax, [rdi]"
	loads "imul rax, [rdi], 77"
	loads "mul qword ptr [rdi]"
	loads "imul byte ptr [rdi]"
	loads "mov edx, 1; or qword ptr [rsi], 1; div dword ptr [rdi]"
	loads "cqo; idiv qword ptr [rdi]"
	loads "mov ax, 77; div byte ptr [rdi+1]"
	loads "cmovc eax, [rdi]"
	loads "cmovnz rax, [rdi]"
	loads "popcnt rax, [rdi]"
	loads "bsf eax, [rdi]"
	loads "lzcnt ax, [rdi]"
	loads "tzcnt rax, [rdi]"
	loads "crc32 eax, byte ptr [rdi]"
	loads "crc32 rax, qword ptr [rdi]"
	loads "adcx rax, [rdi]"
	loads "bextr rax, [rdi], rdx"
	loads "andn rax, rbx, [rdi]"
	loads "mulx rax, rbx, [rdi]"
	loads "shlx rax, [rdi], rcx"
	loads "rorx eax, [rdi], 5"
	loads "pdep rax, rbx, [rdi]"
	any "add [rdi], eax"
	any "add byte ptr [rdi], 0x7F"
	any "sub qword ptr [rdi], -1"
	any "or [rdi], rax"
	any "and word ptr [rdi], 0x0FF0"
	any "xor [rdi], bh"
	any "adc [rdi], rax"
	any "inc dword ptr [rdi]"
	any "dec byte ptr [rdi]"
	any "neg qword ptr [rdi]"
	any "not word ptr [rdi]"
	any "shl dword ptr [rdi], 3"
	any "sar qword ptr [rdi], cl"
	any "rol byte ptr [rdi], 1"
	any "rcr word ptr [rdi], 5"
	any "shld [rdi], eax, 7"
	any "shrd [rdi], rax, cl"
	stores "setc byte ptr [rdi]"
	stores "setnz byte ptr [rdi]"
	loads "bt [rdi], rdx"
	loads "bt dword ptr [rdi], 9"
	any "bts [rdi], rdx"
	any "mov rdx, -77; btr [rdi], rdx"
	any "mov edx, 1000; btc [rdi], edx"
	any "mov dx, -20; btc [rdi], dx"
	any "lock bts qword ptr [rdi], 63"

/* With a lock. At an aligned place: a split lock may be forbidden by the system. */
	any_aligned "lock add [rdi], eax"
	any_aligned "lock inc qword ptr [rdi]"
	any_aligned "lock xadd [rdi], rax"
	any_aligned "lock dec byte ptr [rdi+3]"
	any_aligned "xchg [rdi], rax"
	any_aligned "xchg [rdi+2], bh"
	any_aligned "lock cmpxchg [rdi], rbx"
	any_aligned "mov eax, [rdi]; lock cmpxchg [rdi], ebx"
	any_aligned "mov al, [rdi]; cmpxchg [rdi], bl"
	any_aligned "lock cmpxchg8b [rdi]"
	any_aligned "mov eax, [rdi]; mov edx, [rdi+4]; lock cmpxchg8b [rdi]"
	any_aligned "lock cmpxchg16b [rdi]"
	any_aligned "mov rax, [rdi]; mov rdx, [rdi+8]; lock cmpxchg16b [rdi]"

/* The stack, and transfers of control. */
	loads "push qword ptr [rdi]; pop rax"
	loads "push word ptr [rdi]; pop ax"
	stores "push rax; pop qword ptr [rdi]"
	stores "push ax; pop word ptr [rdi]"
	stores "push rax; push rdi; mov rbx, [rsp]; pop rax; pop qword ptr [rbx+8]"
	any "lea rax, 1f[rip]; mov [rdi], rax; call [rdi]; jmp 2f; 1: mov ebx, 77; ret; 2:"
	any "lea rax, 1f[rip]; mov [rdi], rax; jmp [rdi]; mov ebx, 1; 1: mov edx, 77"

/* Strings. */
	any "mov rdi, r12; movsb"
	any "movsw"
	any "movsd"
	any "movsq"
	any "rep movsb"
	any "rep movsw"
	any "rep movsd"
	any "rep movsq"
	any "std; rep movsb; cld"
	any "std; rep movsd; cld"
	any "xchg rdi, rsi; rep movsb"
	any "xchg rdi, rsi; rep movsq"
	any "xchg rdi, rsi; mov ecx, 3001; rep movsb"
	any "mov ecx, 3001; rep movsb"
	any "mov rsi, rdi; add rdi, 3; mov ecx, 200; rep movsb"
	any "mov rsi, rdi; add rsi, 3; mov ecx, 200; rep movsb"
	any "mov rsi, rdi; add rdi, 8; mov ecx, 20; rep movsd"
	any "mov rsi, rdi; add rdi, 1600; mov ecx, 300; rep movsd"
	any "mov ecx, 5; rep movsd es:[edi], [esi]"
	any "stosb"
	any "stosq"
	any "rep stosb"
	any "mov ecx, 2500; rep stosb"
	any "mov ecx, 300; rep stosd"
	any "rep stosw"
	any "rep stosq"
	any "std; rep stosw; cld"
	any "xchg rdi, rsi; lodsb"
	any "xchg rdi, rsi; lodsd"
	any "xchg rdi, rsi; rep lodsw"
	any "cmpsb"
	any "cmpsd"
	any "repe cmpsb"
	any "repne cmpsw"
	any "mov rsi, rdi; mov ecx, 200; repe cmpsb"
	any "mov rsi, rdi; mov ecx, 33; repe cmpsq"
	any "scasb"
	any "scasq"
	any "repne scasb"
	any "mov al, [rdi+150]; mov ecx, 300; repne scasb"
	any "mov ecx, 100; repne scasw"
	any "std; repne scasd; cld"

/* SSE. */
	loads "movups xmm1, [rdi]"
	loads_aligned "movaps xmm1, [rdi]"
	loads_aligned "movntdqa xmm1, [rdi]"
	loads "lddqu xmm1, [rdi]"
	loads "movss xmm1, [rdi]"
	loads "movsd xmm1, [rdi]"
	loads "movd xmm1, dword ptr [rdi]"
	loads "movq xmm1, [rdi]"
	loads "movhps xmm1, [rdi]"
	loads "movddup xmm1, [rdi]"
	loads_aligned "paddd xmm1, [rdi]"
	loads_aligned "pshufb xmm1, [rdi]"
	loads_aligned "pcmpeqb xmm1, [rdi]"
	loads_aligned "addps xmm1, [rdi]"
	loads "addsd xmm1, [rdi]"
	loads "cvtsi2sd xmm1, dword ptr [rdi]"
	loads "cvtsi2sd xmm1, qword ptr [rdi]"
	loads "cvttsd2si rax, [rdi]"
	loads "ucomisd xmm1, [rdi]"
	loads "pinsrb xmm1, byte ptr [rdi], 5"
	loads "pinsrw xmm1, word ptr [rdi], 5"
	loads "pinsrd xmm1, dword ptr [rdi], 1"
	loads "pmovzxbd xmm1, dword ptr [rdi]"
	loads_aligned "pcmpistri xmm1, [rdi], 8"
	any "mov dword ptr [rdi], 0x5F80; ldmxcsr [rdi]"
	stores "movups [rdi], xmm1"
	stores_aligned "movaps [rdi], xmm1"
	stores_aligned "movntdq [rdi], xmm15"
	stores "movss [rdi], xmm9"
	stores "movsd [rdi], xmm1"
	stores "movq [rdi], xmm1"
	stores "movhps [rdi], xmm1"
	stores "pextrb [rdi], xmm1, 3"
	stores "pextrw [rdi], xmm1, 3"
	stores "pextrq [rdi], xmm1, 1"
	stores "maskmovdqu xmm1, xmm2"
	stores "stmxcsr [rdi]"

/* x87 and MMX. */
	loads "fld dword ptr [rdi]"
	loads "fld qword ptr [rdi]"
	loads "fld tbyte ptr [rdi]"
	loads "fild word ptr [rdi]"
	loads "fild qword ptr [rdi]"
	loads "fld1; fadd dword ptr [rdi]"
	loads "fld1; fcomp qword ptr [rdi]"
	any "mov word ptr [rdi], 0x0A7F; fldcw [rdi]"
	stores "fnstenv [rdi]"
	any "fnstenv [rsi]; fldpi; fnsave [rdi]; frstor [rdi]"
	any_aligned "fxsave [rdi]; fldpi; fxrstor [rdi]"
	stores "fldpi; fstp dword ptr [rdi]"
	stores "fldpi; fst qword ptr [rdi]"
	stores "fldpi; fstp tbyte ptr [rdi]"
	stores "fldpi; fistp dword ptr [rdi]"
	stores "fldpi; fbstp [rdi]"
	stores "fnstcw [rdi]"
	stores "fnstsw [rdi]"
	loads "movq mm1, [rdi]"
	loads "paddd mm1, [rdi]"
	loads "punpcklbw mm1, dword ptr [rdi]"
	stores "movq mm2, [rsi]; movq [rdi], mm2"
	stores "movntq [rdi], mm1"
	any "pxor mm1, mm1; pcmpeqb mm1, mm1; maskmovq mm2, mm1; emms"

/* AVX. */
	loads_avx2 "vmovdqu ymm1, [rdi]"
	loads_avx2 "vmovdqu ymm1, [r13+r9*1+3]"
	loads_avx2 "vpaddd ymm1, ymm2, [rdi]"
	loads_avx2 "vpaddb xmm9, xmm2, [r12]"
	loads_avx2 "vpbroadcastd ymm1, [rdi]"
	loads_avx2 "vbroadcasti128 ymm1, [rdi]"
	loads_avx2 "vpermd ymm1, ymm2, [rdi]"
	loads_avx2 "vinserti128 ymm1, ymm2, [rdi], 1"
	loads_avx2 "vfmadd231ps ymm1, ymm2, [rdi]"
	loads_avx2 "vpmovzxbw ymm1, [rdi]"
	loads_avx2 "vpcmpeqb ymm1, ymm2, [rdi]"
	loads_avx2 "vptest ymm1, [rdi]"
	stores_avx2 "vmovdqu [rdi], ymm1"
	stores_avx2 "vextracti128 [rdi], ymm11, 1"
	stores_avx2 "vmovups [rdi], ymm1"
	stores_avx2 "vpcmpeqd ymm1, ymm1, ymm1; vpmaskmovd [rdi], ymm1, ymm2"
	stores_avx2 "vcvtps2ph [rdi], ymm2, 0"
	masked_avx2 20, "mov eax, -1; vmovd xmm1, eax; vpbroadcastd ymm1, xmm1; mov eax, 5; vmovd xmm3, eax; vpbroadcastd ymm3, xmm3; vpcmpgtd ymm1, ymm3, iota[rip]; vpmaskmovd ymm0, ymm1, [rdi]"
	masked_avx2 20, "mov eax, 5; vmovd xmm3, eax; vpbroadcastd ymm3, xmm3; vpcmpgtd ymm1, ymm3, iota[rip]; vmaskmovps [rdi], ymm1, ymm2"
	loads_avx2 "vmovdqu ymm1, iota[rip]; vpcmpeqd ymm2, ymm2, ymm2; vpgatherdd ymm0, [rdi+ymm1*4], ymm2"
	loads_avx2 "vmovdqu ymm1, iota[rip]; vpcmpeqd ymm2, ymm2, ymm2; vpgatherdq ymm0, [rdi+xmm1*8], ymm2"
	loads_avx2 "vpxor xmm1, xmm1, xmm1; vpcmpeqd ymm2, ymm2, ymm2; vpgatherqd xmm0, [rdi+ymm1*4+8], xmm2"
	loads_avx2 "vmovdqu ymm1, iota[rip]; vpcmpgtd ymm2, ymm1, iota[rip+8]; vpgatherdd ymm5, [rdi+ymm1*2], ymm2"

/* AVX-512. */
	loads_avx512 "vmovdqu32 zmm17, [rdi]"
	loads_avx512 "vpaddd zmm1, zmm18, [rdi]"
	loads_avx512 "vpaddd zmm1{k2}, zmm18, [rdi+r9*4+128]"
	loads_avx512 "vpaddd zmm1{k2}{z}, zmm18, [rdi]{1to16}"
	loads_avx512 "vpcmpeqb k4, zmm1, [rdi]"
	loads_avx512 "vpcmpub k4{k2}, zmm1, [rdi], 1"
	loads_avx512 "vpermt2d zmm1{k1}, zmm2, [rdi]"
	loads_avx512 "vpermb zmm1{k1}, zmm2, [rdi]"
	loads_avx512 "vdbpsadbw zmm1{k1}, zmm2, [rdi], 0x12"
	loads_avx512 "vpmultishiftqb zmm1{k2}, zmm2, [rdi]"
	loads_avx512 "vpshufbitqmb k4{k2}, zmm1, [rdi]"
	loads_avx512 "vbroadcasti32x4 zmm1{k2}, [rdi]"
	loads_avx512 "vpternlogd zmm1, zmm2, [rdi], 0x96"
	loads_avx512 "vcvtps2pd zmm1{k2}, [rdi]"
	loads_avx512 "vpconflictd zmm1, [rdi]"
	loads_avx512 "vpsrld zmm1, zmm2, [rdi]"
	loads_avx512 "kmovq k5, [rdi]"
	loads_avx512 "kmovw k5, [rdi]"
	loads_avx512 "vpexpandd zmm1{k2}{z}, [rdi]"
	loads_avx512 "vmovdqu8 zmm1{k3}{z}, [rdi]; mov eax, [rdi]"
	stores_avx512 "vmovdqu32 [rdi], zmm30"
	stores_avx512 "vmovdqu8 [rdi]{k1}, zmm1"
	stores_avx512 "vmovdqu8 [rdi]{k2}, zmm1"
	stores_avx512 "vmovdqu16 [rdi]{k2}, ymm1"
	stores_avx512 "vmovdqu32 [rdi]{k2}, zmm1"
	stores_avx512 "vmovupd [rdi]{k1}, zmm1"
	stores_avx512 "vmovss [rdi]{k1}, xmm1"
	stores_avx512 "vpcompressd [rdi]{k2}, zmm1"
	stores_avx512 "vpmovdb [rdi]{k2}, zmm1"
	stores_avx512 "vpmovqb [rdi]{k1}, xmm1"
	stores_avx512 "vextracti32x4 [rdi]{k1}, zmm1, 3"
	stores_avx512 "vcvtps2ph [rdi]{k1}, zmm1, 0"
	stores_avx512 "kmovd [rdi], k2"
	stores_avx512 "vmovdqu8 [rdi]{k3}, zmm1; mov [rdi], eax"
	masked_avx512 5, "vmovdqu8 zmm1{k1}{z}, [rdi]"
	masked_avx512 5, "vmovdqu8 [rdi]{k1}, zmm1"
	masked_avx512 20, "vmovdqu32 zmm1{k1}{z}, [rdi]"
	masked_avx512 20, "vpaddd zmm1{k1}, zmm2, [rdi]"
	masked_avx512 5, "vpcmpeqb k4{k1}, zmm2, [rdi]"
	masked_avx512 20, "vpexpandd zmm1{k1}, [rdi]"
	masked_avx512 20, "vpcompressd [rdi]{k1}, zmm2"
	masked_avx512 5, "vpmovdb [rdi]{k1}, zmm2"
	masked_avx512 20, "vcvtps2pd zmm1{k1}, [rdi]"
	masked_avx512 5, "vpmovzxbd zmm1{k1}, [rdi]"
	masked_avx512 20, "vpblendmd zmm1{k1}, zmm2, [rdi]"
	loads_avx512 "vmovdqu32 zmm1, iota[rip]; vpgatherdd zmm0{k2}, [rdi+zmm1*4]"
	loads_avx512 "vmovdqu32 zmm20, iota[rip]; vgatherdpd zmm21{k2}, [rdi+ymm20*8]"
	loads_avx512 "vpxorq zmm20, zmm20, zmm20; vpgatherqd ymm21{k2}, [rdi+zmm20*4+64]"
	loads_avx512 "vpmovsxdq zmm20, iota[rip]; vpgatherqq zmm21{k1}, [r13+zmm20*1+5]"
	masked_avx512 20, "vmovdqu32 zmm1, iota[rip]; vpgatherdd zmm0{k1}, [rdi+zmm1*4]"
	stores_avx512 "vmovdqu32 zmm1, iota[rip]; vpscatterdd [rdi+zmm1*4]{k2}, zmm2"
	stores_avx512 "vmovdqu32 ymm1, iota[rip]; vpscatterdq [rdi+ymm1*2]{k1}, zmm2"
	stores_avx512 "vpmovsxdq zmm1, iota[rip]; vscatterqps [rdi+zmm1*8]{k2}, ymm2"

/* What says only what will be accessed, or what no longer will. */
	any "clflush [rdi]; mov eax, [rdi]"
	any "prefetcht0 [rdi]; mov eax, [rdi]"

	.section .rodata
	.balign 64
iota:	.long 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17

/* A page of plain memory, two of the window, four of plain memory. */
	.bss
	.balign 4096
	.globl arena
arena:	.zero 7 * 4096
	.section .note.GNU-stack, "", @progbits
