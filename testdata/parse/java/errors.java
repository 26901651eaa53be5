class Broken {
    int a = ;
    void missing() { call(1) }
    void stray() { x = 1; ) y = 2; }
    void fine() { ok(); }
    void half( { more(); }
    int @ = 3;
}
