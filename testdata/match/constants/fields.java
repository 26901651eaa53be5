class Fields {
    static final String FIXED = "D" + "ES";
    private String once = "DES";
    private String twice = "DES";
    String open = "DES";

    void set() { twice = "AES"; }

    void run(boolean c) {
        // ruleid: weak
        cipher(FIXED);
        // ruleid: weak
        cipher(Fields.FIXED);
        // ruleid: weak
        cipher(this.once);
        // ok: weak
        cipher(twice);
        // ok: weak
        cipher(open);
        String chosen;
        switch (mode()) {
            case 1: chosen = "DES"; break;
            default: throw new IllegalStateException();
        }
        // ruleid: weak
        cipher(chosen);
    }
}
