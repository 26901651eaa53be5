class Literals {
    Object[] all = {
        0, 42, 1_000, 077, 0x1F, 0b101, 10L, 0xFFl,
        1.5, .5, 1e9, 2f, 3d, 0x1.8p1, 1.f,
        true, false, null,
        'a', '\n', '\'', '\u0041',
        "", "text", "quote \" and \\ and \t and \u00e9 and 해치",
        """
        block "quoted"
            indented \
        joined \""" end
        """,
        "sum \{a + b} and \{name()}",
        STR."Hello \{user.name}!",
        RAW."""
        many \{lines}
        """,
    };
}
