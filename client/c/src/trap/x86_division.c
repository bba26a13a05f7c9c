/* div and idiv, as far as they can fail: before they are executed where a signal would be no one's. */
#include <string.h>

#include "trap/x86_trap.h"

static bool is_division(const struct trap *trap)
{
	return trap->instruction.mnemonic == ZYDIS_MNEMONIC_DIV || trap->instruction.mnemonic == ZYDIS_MNEMONIC_IDIV;
}

static uint64_t lowest(unsigned bits)
{
	return bits == 64 ? ~UINT64_C(0) : (UINT64_C(1) << bits) - 1;
}

/* The quotient of what has the signs taken off must fit in as many bits, or in one less. SDM volume 2, IDIV. */
static bool overflows(uint64_t high, uint64_t low, uint64_t divisor, unsigned bits)
{
	uint64_t top = UINT64_C(1) << (bits - 1);
	unsigned __int128 dividend = (unsigned __int128)high << bits | low;
	bool negative = ((high ^ divisor) & top) != 0;

	if (high & top)
		dividend = bits == 64 ? -dividend : ((unsigned __int128)1 << 2 * bits) - dividend;
	if (divisor & top)
		divisor = -divisor & lowest(bits);
	return dividend / divisor > (negative ? top : top - 1);
}

bool division_fails(const struct trap *trap, const void *by, size_t count)
{
	const struct x86_cpu *cpu = trap->cpu;
	unsigned bits = (unsigned)count * 8;
	uint64_t low = cpu->gpr[X86_RAX] & lowest(bits), divisor = 0;
	uint64_t high = (bits == 8 ? cpu->gpr[X86_RAX] >> 8 : cpu->gpr[X86_RDX]) & lowest(bits);

	if (!is_division(trap))
		return false;
	memcpy(&divisor, by, count);
	if (divisor == 0)
		return true;
	return trap->instruction.mnemonic == ZYDIS_MNEMONIC_DIV ? high >= divisor : overflows(high, low, divisor, bits);
}
