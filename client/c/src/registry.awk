# Makes <iomap/registry.h> of protocol/registry.txt: every number of the wire as an enum constant.
BEGIN {
	split("types=TYPE flags=FLAG families=FAMILY options=OPTION features=FEATURE rights=RIGHT execution=EXECUTION " \
	      "limits=LIMIT event-kinds=KIND trace-kinds=TRACE signals=WIRE signal-codes=WIRE protocol-codes=PROTOCOL " \
	      "bus-codes=BUS refused-codes=REFUSED operations=OPERATION errno=ERRNO requests=REQUEST events=EVENT", pairs, " ")
	for (i in pairs) {
		split(pairs[i], pair, "=")
		prefix[pair[1]] = pair[2]
	}
	print "/* Made of protocol/registry.txt, the source of every number of the wire protocol. */"
	print "#ifndef IOMAP_REGISTRY_H"
	print "#define IOMAP_REGISTRY_H"
}
/^\[/ {
	close_enum()
	section = substr($0, 2, index($0, "]") - 2)
	next
}
/^#/ || NF < 2 { next }
section == "protocol" {
	printf "\n#define IOMAP_WIRE_%s %s\n", toupper($1), $2
	next
}
section in prefix {
	if (!open) {
		printf "\nenum { /* %s */\n", section
		open = 1
	}
	printf "\tIOMAP_%s_%s = %s,\n", prefix[section], $2, $1
}
END {
	close_enum()
	print "\n#endif"
}
function close_enum() {
	if (open) print "};"
	open = 0
}
