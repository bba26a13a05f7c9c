/* Decodes PA-RISC 1.1 loads and stores by a table of their formats. */
#include "trap/parisc_decode.h"

#include <stddef.h>

/* How the address is written down, and where the register of the value is. */
enum format {
	LONG,	     /* 14-bit displacement */
	LONG_MODIFY, /* the same; the base is changed: before, if the displacement is negative, else after */
	INDEXED,     /* index register, shifted by the width if u is set */
	SHORT_LOAD,  /* 5-bit displacement in bits 11-15 */
	SHORT_STORE  /* 5-bit displacement in bits 27-31, register in bits 11-15 */
};

/* clang-format off */
static const struct row {
	uint32_t mask, bits;
	enum format format;
	enum parisc_operation operation;
	enum parisc_part part;
	unsigned width;
} ROWS[] = {
	/* opcode of 6 bits */
	{ 0xfc000000, 0x40000000, LONG,        PARISC_LOAD,  PARISC_GENERAL, 1 },	/* LDB */
	{ 0xfc000000, 0x44000000, LONG,        PARISC_LOAD,  PARISC_GENERAL, 2 },	/* LDH */
	{ 0xfc000000, 0x48000000, LONG,        PARISC_LOAD,  PARISC_GENERAL, 4 },	/* LDW */
	{ 0xfc000000, 0x4c000000, LONG_MODIFY, PARISC_LOAD,  PARISC_GENERAL, 4 },	/* LDWM */
	{ 0xfc000000, 0x60000000, LONG,        PARISC_STORE, PARISC_GENERAL, 1 },	/* STB */
	{ 0xfc000000, 0x64000000, LONG,        PARISC_STORE, PARISC_GENERAL, 2 },	/* STH */
	{ 0xfc000000, 0x68000000, LONG,        PARISC_STORE, PARISC_GENERAL, 4 },	/* STW */
	{ 0xfc000000, 0x6c000000, LONG_MODIFY, PARISC_STORE, PARISC_GENERAL, 4 },	/* STWM */
	/* opcode 03, bit 19 says indexed or short, and an extension in bits 22-25 */
	{ 0xfc0013c0, 0x0c000000, INDEXED,     PARISC_LOAD,  PARISC_GENERAL, 1 },	/* LDBX */
	{ 0xfc0013c0, 0x0c000040, INDEXED,     PARISC_LOAD,  PARISC_GENERAL, 2 },	/* LDHX */
	{ 0xfc0013c0, 0x0c000080, INDEXED,     PARISC_LOAD,  PARISC_GENERAL, 4 },	/* LDWX */
	{ 0xfc0013c0, 0x0c0001c0, INDEXED,     PARISC_LOAD_AND_CLEAR, PARISC_GENERAL, 4 },	/* LDCWX */
	{ 0xfc0013c0, 0x0c001000, SHORT_LOAD,  PARISC_LOAD,  PARISC_GENERAL, 1 },	/* LDBS */
	{ 0xfc0013c0, 0x0c001040, SHORT_LOAD,  PARISC_LOAD,  PARISC_GENERAL, 2 },	/* LDHS */
	{ 0xfc0013c0, 0x0c001080, SHORT_LOAD,  PARISC_LOAD,  PARISC_GENERAL, 4 },	/* LDWS */
	{ 0xfc0013c0, 0x0c0011c0, SHORT_LOAD,  PARISC_LOAD_AND_CLEAR, PARISC_GENERAL, 4 },	/* LDCWS */
	{ 0xfc0013c0, 0x0c001200, SHORT_STORE, PARISC_STORE, PARISC_GENERAL, 1 },	/* STBS */
	{ 0xfc0013c0, 0x0c001240, SHORT_STORE, PARISC_STORE, PARISC_GENERAL, 2 },	/* STHS */
	{ 0xfc0013c0, 0x0c001280, SHORT_STORE, PARISC_STORE, PARISC_GENERAL, 4 },	/* STWS */
	{ 0xfc0033c0, 0x0c001300, SHORT_STORE, PARISC_STORE_BYTES_BEGIN, PARISC_GENERAL, 4 },	/* STBYS,B */
	{ 0xfc0033c0, 0x0c003300, SHORT_STORE, PARISC_STORE_BYTES_END, PARISC_GENERAL, 4 },	/* STBYS,E */
	/* opcodes 09 and 0B, coprocessor 0: bit 22 says load or store, bit 25 which half */
	{ 0xfc0013c0, 0x24000000, INDEXED,     PARISC_LOAD,  PARISC_FLOAT_LEFT, 4 },	/* FLDWX */
	{ 0xfc0013c0, 0x24000040, INDEXED,     PARISC_LOAD,  PARISC_FLOAT_RIGHT, 4 },
	{ 0xfc0013c0, 0x24000200, INDEXED,     PARISC_STORE, PARISC_FLOAT_LEFT, 4 },	/* FSTWX */
	{ 0xfc0013c0, 0x24000240, INDEXED,     PARISC_STORE, PARISC_FLOAT_RIGHT, 4 },
	{ 0xfc0013c0, 0x24001000, SHORT_LOAD,  PARISC_LOAD,  PARISC_FLOAT_LEFT, 4 },	/* FLDWS */
	{ 0xfc0013c0, 0x24001040, SHORT_LOAD,  PARISC_LOAD,  PARISC_FLOAT_RIGHT, 4 },
	{ 0xfc0013c0, 0x24001200, SHORT_LOAD,  PARISC_STORE, PARISC_FLOAT_LEFT, 4 },	/* FSTWS: laid out as a load */
	{ 0xfc0013c0, 0x24001240, SHORT_LOAD,  PARISC_STORE, PARISC_FLOAT_RIGHT, 4 },
	{ 0xfc0013c0, 0x2c000000, INDEXED,     PARISC_LOAD,  PARISC_FLOAT_DOUBLE, 8 },	/* FLDDX */
	{ 0xfc0013c0, 0x2c000200, INDEXED,     PARISC_STORE, PARISC_FLOAT_DOUBLE, 8 },	/* FSTDX */
	{ 0xfc0013c0, 0x2c001000, SHORT_LOAD,  PARISC_LOAD,  PARISC_FLOAT_DOUBLE, 8 },	/* FLDDS */
	{ 0xfc0013c0, 0x2c001200, SHORT_LOAD,  PARISC_STORE, PARISC_FLOAT_DOUBLE, 8 },	/* FSTDS */
};
/* clang-format on */

/* Bits first to last of an instruction, as the manual counts them. */
static uint32_t field(uint32_t instruction, unsigned first, unsigned last)
{
	return instruction >> (31 - last) & ((1u << (last - first + 1)) - 1);
}

/* low_sign_ext of the manual: the sign is the least significant bit. */
static int32_t low_sign_extended(uint32_t value, unsigned bits)
{
	int32_t magnitude = (int32_t)(value >> 1);

	return value & 1 ? magnitude - (1 << (bits - 1)) : magnitude;
}

static unsigned log2_of(unsigned width)
{
	return width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : 3;
}

static void decode_long(uint32_t instruction, bool modify, struct parisc_access *access)
{
	access->target = field(instruction, 11, 15);
	access->displacement = low_sign_extended(field(instruction, 18, 31), 14);
	if (modify)
		access->modify = access->displacement < 0 ? PARISC_BEFORE : PARISC_AFTER;
}

static void decode_indexed(uint32_t instruction, struct parisc_access *access)
{
	access->target = field(instruction, 27, 31);
	access->index = field(instruction, 11, 15);
	access->shift = field(instruction, 18, 18) ? log2_of(access->width) : 0;
	access->modify = field(instruction, 26, 26) ? PARISC_AFTER : PARISC_UNMODIFIED;
}

static void decode_short(uint32_t instruction, unsigned displacement, unsigned target, struct parisc_access *access)
{
	bool is_bytes = access->operation == PARISC_STORE_BYTES_BEGIN || access->operation == PARISC_STORE_BYTES_END;

	access->target = target;
	access->displacement = low_sign_extended(displacement, 5);
	if (field(instruction, 26, 26))
		access->modify = field(instruction, 18, 18) && !is_bytes ? PARISC_BEFORE : PARISC_AFTER;
}

bool parisc_decode(uint32_t instruction, struct parisc_access *access)
{
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		const struct row *row = &ROWS[i];

		if ((instruction & row->mask) != row->bits)
			continue;
		*access = (struct parisc_access){
			.operation = row->operation,
			.part = row->part,
			.width = row->width,
			.base = field(instruction, 6, 10),
		};
		switch (row->format) {
		case LONG:
		case LONG_MODIFY:
			decode_long(instruction, row->format == LONG_MODIFY, access);
			break;
		case INDEXED:
			decode_indexed(instruction, access);
			break;
		case SHORT_LOAD:
			decode_short(instruction, field(instruction, 11, 15), field(instruction, 27, 31), access);
			break;
		case SHORT_STORE:
			decode_short(instruction, field(instruction, 27, 31), field(instruction, 11, 15), access);
			break;
		}
		return true;
	}
	return false;
}

/* assemble_17 of the manual, of w1 in bits 11-15, w2 in 19-29 and w in 31: words. */
static int32_t displacement_17(uint32_t instruction)
{
	uint32_t w1 = field(instruction, 11, 15), w2 = field(instruction, 19, 29);
	int32_t words = (int32_t)(w1 << 11 | (w2 & 1) << 10 | w2 >> 1);

	return (field(instruction, 31, 31) ? words - (1 << 16) : words) * 4;
}

bool parisc_decode_branch(uint32_t instruction, struct parisc_branch *branch)
{
	unsigned opcode = field(instruction, 0, 5), extension = field(instruction, 16, 18);
	bool is_external = opcode == 0x38 || opcode == 0x39; /* BE, BLE */
	bool is_vectored = opcode == 0x3a && extension == 6; /* BV */
	bool is_local = opcode == 0x3a && extension == 2;    /* BLR */

	*branch = (struct parisc_branch){ 0 };
	if (field(instruction, 30, 30))
		return false;
	if (is_external) {
		branch->base = field(instruction, 6, 10);
		branch->displacement = displacement_17(instruction);
		branch->link = opcode == 0x39 ? 31 : 0;
	} else if (is_vectored) {
		branch->base = field(instruction, 6, 10);
		branch->index = field(instruction, 11, 15);
	} else if (is_local) {
		branch->relative = true;
		branch->link = field(instruction, 6, 10);
		branch->index = field(instruction, 11, 15);
	}
	return is_external || is_vectored || is_local;
}
