/* Registers, addresses and memory of the program, as the operands of an instruction name them. */
#include <signal.h>
#include <string.h>

#include "trap/x86_trap.h"

#define HIGH_BYTE_SHIFT 8

static bool is_high_byte(ZydisRegister name)
{
	return name >= ZYDIS_REGISTER_AH && name <= ZYDIS_REGISTER_BH;
}

bool is_general_register(ZydisRegister name)
{
	ZydisRegisterClass class = ZydisRegisterGetClass(name);

	return class >= ZYDIS_REGCLASS_GPR8 && class <= ZYDIS_REGCLASS_GPR64;
}

unsigned register_number(ZydisRegister name)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, name);

	return (unsigned)(whole - ZYDIS_REGISTER_RAX);
}

uint64_t register_get(const struct x86_cpu *cpu, ZydisRegister name)
{
	uint64_t value = cpu->gpr[register_number(name)];
	unsigned width = ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, name);

	if (is_high_byte(name))
		value >>= HIGH_BYTE_SHIFT;
	return width == 64 ? value : value & ((UINT64_C(1) << width) - 1);
}

void register_set(struct x86_cpu *cpu, ZydisRegister name, uint64_t value)
{
	uint64_t *gpr = &cpu->gpr[register_number(name)];
	unsigned width = ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, name);
	unsigned shift = is_high_byte(name) ? HIGH_BYTE_SHIFT : 0;
	uint64_t mask = width == 64 ? ~UINT64_C(0) : ((UINT64_C(1) << width) - 1) << shift;

	if (width == 32)
		*gpr = value & mask;
	else
		*gpr = (*gpr & ~mask) | (value << shift & mask);
}

bool is_memory(const ZydisDecodedOperand *operand)
{
	return operand->type == ZYDIS_OPERAND_TYPE_MEMORY && operand->mem.type != ZYDIS_MEMOP_TYPE_AGEN;
}

static uint64_t segment_base(const struct x86_cpu *cpu, ZydisRegister segment)
{
	switch (segment) {
	case ZYDIS_REGISTER_FS:
		return cpu->fs_base;
	case ZYDIS_REGISTER_GS:
		return cpu->gs_base;
	default:
		return 0; /* in 64-bit mode */
	}
}

static uint64_t base_value(const struct trap *trap, ZydisRegister base)
{
	switch (base) {
	case ZYDIS_REGISTER_NONE:
		return 0;
	case ZYDIS_REGISTER_RIP:
	case ZYDIS_REGISTER_EIP:
		return trap->cpu->rip + trap->instruction.length;
	default:
		return register_get(trap->cpu, base);
	}
}

uint64_t operand_address(const struct trap *trap, const ZydisDecodedOperand *operand)
{
	const ZydisDecodedOperandMem *memory = &operand->mem;
	uint64_t address = base_value(trap, memory->base) + (uint64_t)memory->disp.value;

	if (memory->index != ZYDIS_REGISTER_NONE && memory->type != ZYDIS_MEMOP_TYPE_VSIB)
		address += register_get(trap->cpu, memory->index) * memory->scale;
	if (trap->instruction.address_width == 32)
		address = (uint32_t)address;
	return address + segment_base(trap->cpu, memory->segment);
}

static bool program_fault(struct fault *fault, uint64_t address)
{
	*fault = (struct fault){ .signal = SIGSEGV, .code = SEGV_ACCERR, .address = address };
	return false;
}

static size_t of_window(const struct window *window, uint64_t address, size_t count)
{
	uint64_t rest = window->start + window->length - address;

	return rest < count ? rest : count;
}

/* A number that is not whole in one window: in value order the machine has no such access. */
static bool crosses_badly(const struct window *window, uint64_t address, enum element element, size_t inside,
			  size_t count, struct fault *fault)
{
	if (element == LANES || inside == count || window->order == BUS_ORDER)
		return false;
	*fault = (struct fault){ .signal = SIGBUS, .code = BUS_ADRALN, .address = address };
	return true;
}

/* Calls one of the two for each piece of the range: the program's own ones first, which have no side effects. */
struct memory_access {
	struct x86_cpu *cpu;
	enum element element;
	bool stores;
	unsigned char *bytes;
	size_t count;
	uint64_t address;
	struct fault *fault;
};

static bool own_piece(const struct memory_access *access, size_t offset, size_t count)
{
	uint64_t at = access->address + offset;
	size_t done = access->stores ? access->cpu->write(access->cpu, at, access->bytes + offset, count)
				     : access->cpu->read(access->cpu, at, access->bytes + offset, count);

	return done >= count || program_fault(access->fault, at + done);
}

static bool window_piece(const struct memory_access *access, const struct window *window, size_t offset, size_t count)
{
	uint64_t at = access->address + offset;
	enum element element = count == access->count ? access->element : LANES;

	if (access->stores)
		return access_store(window, at, element, access->bytes + offset, count, access->fault);
	return access_load(window, at, element, access->bytes + offset, count, access->fault);
}

/* How long the piece at this offset is that is whole in one window, or whole in none. */
static size_t next_piece(const struct memory_access *access, size_t offset, struct window *window, bool *inside)
{
	uint64_t at = access->address + offset;
	size_t rest = access->count - offset;

	*inside = false;
	if (!window_first(at, rest, window))
		return rest;
	if (window->start > at)
		return window->start - at;
	*inside = true;
	return of_window(window, at, rest);
}

/* May the program do this in all windows that the range has a part in? */
static bool windows_allow(const struct memory_access *access)
{
	struct window window;
	size_t count;
	bool inside;

	for (size_t offset = 0; offset < access->count; offset += count) {
		uint64_t at = access->address + offset;

		count = next_piece(access, offset, &window, &inside);
		if (inside &&
		    (!access_allowed(&window, at, access->stores, access->fault) ||
		     crosses_badly(&window, at, access->element, count, access->count, access->fault)))
			return false;
	}
	return true;
}

static bool pieces(const struct memory_access *access, bool in_windows)
{
	struct window window;
	size_t count;
	bool inside;

	for (size_t offset = 0; offset < access->count; offset += count) {
		count = next_piece(access, offset, &window, &inside);
		if (inside != in_windows)
			continue;
		if (inside ? !window_piece(access, &window, offset, count) : !own_piece(access, offset, count))
			return false;
	}
	return true;
}

static bool perform(const struct memory_access *access)
{
	struct window window;
	bool inside;

	if (next_piece(access, 0, &window, &inside) == access->count)
		return inside ? window_piece(access, &window, 0, access->count) : own_piece(access, 0, access->count);
	return windows_allow(access) && pieces(access, false) && pieces(access, true);
}

bool memory_load(struct x86_cpu *cpu, uint64_t address, enum element element, void *into, size_t count,
		 struct fault *fault)
{
	return perform(&(struct memory_access){ cpu, element, false, into, count, address, fault });
}

bool memory_store(struct x86_cpu *cpu, uint64_t address, enum element element, const void *from, size_t count,
		  struct fault *fault)
{
	return perform(&(struct memory_access){ cpu, element, true, (unsigned char *)from, count, address, fault });
}

bool memory_allows_store(struct x86_cpu *cpu, uint64_t address, enum element element, size_t count, struct fault *fault)
{
	return windows_allow(&(struct memory_access){ cpu, element, true, NULL, count, address, fault });
}
