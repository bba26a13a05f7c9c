# Makes the tables of src/lib/schema.h of protocol/registry.txt: the fields of every message, and the names of the codes.
BEGIN {
	print "/* Made of protocol/registry.txt. */"
	print "#include <errno.h>\n\n#include \"lib/schema.h\"\n#include \"iomap/registry.h\""
}
/^\[/ {
	section = substr($0, 2, index($0, "]") - 2)
	next
}
/^#/ || NF == 0 { next }
section == "errno" { errnos = errnos sprintf("\tcase IOMAP_ERRNO_%s: return %s;\n", $2, $2) }
section == "protocol-codes" { codes = codes sprintf("\tcase %s: return \"%s\";\n", $1, $3) }
section == "limits" { limits = limits sprintf("\tcase %s: return (struct schema_limit){ %s, %s };\n", $1, $3, $4) }
section == "requests" { record("request", $2, camel($2), 3); opcode[$2] = $1; names = names entry($2, $1) }
section == "events" { record("event", $2, $3, 4); opcode[$2] = $1; names = names entry($2, $1) }
section == "structures" { record("structure", $1, $1, 2); structures[++structure_count] = $1 }
section == "replies" && /^[^ ]/ { reply = $1; record("reply", $1, $1, 2); next }
section == "replies" { for (i = 1; i <= NF; i++) answer[$i] = reply }
END {
	for (i = 1; i <= structure_count; i++) print "static const struct shape structure_" structures[i] ";"
	printf "%s", records
	print "\nconst struct shape *const schema_failure_detail = &structure_FailureDetail;"
	print "\nconst struct shape *schema_request(unsigned opcode)\n{\n\tswitch (opcode) {\n" cases["request"] \
	      "\tdefault: return 0;\n\t}\n}"
	for (name in answer) {
		replies = replies sprintf("\tcase %s: return &reply_%s;\n", opcode[name], answer[name])
	}
	print "\nconst struct shape *schema_reply(unsigned opcode)\n{\n\tswitch (opcode) {\n" replies \
	      "\tdefault: return 0;\n\t}\n}"
	print "\nconst struct shape *schema_event(unsigned opcode)\n{\n\tswitch (opcode) {\n" cases["event"] \
	      "\tdefault: return 0;\n\t}\n}"
	print "\nconst char *schema_opcode(unsigned opcode)\n{\n\tswitch (opcode) {\n" names \
	      "\tdefault: return \"UNKNOWN\";\n\t}\n}"
	print "\nconst char *schema_requirement(unsigned code)\n{\n\tswitch (code) {\n" codes \
	      "\tdefault: return \"FR-1\";\n\t}\n}"
	print "\nstruct schema_limit schema_limit(unsigned id)\n{\n\tswitch (id) {\n" limits \
	      "\tdefault: return (struct schema_limit){ 0, 0 };\n\t}\n}"
	print "\nint schema_errno(unsigned code)\n{\n\tswitch (code) {\n" errnos "\tdefault: return EIO;\n\t}\n}"
}
function camel(name,   parts, count, i, made) {
	count = split(tolower(name), parts, "_")
	for (i = 1; i <= count; i++) made = made toupper(substr(parts[i], 1, 1)) substr(parts[i], 2)
	return made
}
function entry(name, number) { return sprintf("\tcase %s: return \"%s\";\n", number, name) }
function record(what, name, title, first,   i, parts, fields) {
	for (i = first; i <= NF; i++) {
		split($i, parts, ":")
		fields = fields sprintf("\t{ \"%s\", FIELD_%s, %s },\n", parts[1], toupper(parts[2]), \
					parts[3] == "" ? "0" : "&structure_" parts[3])
	}
	if (fields != "") records = records sprintf("\nstatic const struct shape_field %s_%s_fields[] = {\n%s};\n", what, name, fields)
	records = records sprintf("static const struct shape %s_%s = { \"%s\", %d, %s };\n", what, name, title, \
				  NF - first + 1, fields == "" ? "0" : what "_" name "_fields")
	cases[what] = cases[what] sprintf("\tcase %s: return &%s_%s;\n", $1, what, name)
}
