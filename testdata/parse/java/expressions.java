class Expressions {
    Object all() {
        int sum = a + b * c - d / e % f;
        boolean logic = a && b || !c ^ d;
        int bits = a & b | c ^ ~d << 1 >> 2 >>> 3;
        boolean compare = a == b != (c < d) == (e >= f) && g <= h && i > j;
        x = y = z;
        x += 1; x -= 1; x *= 2; x /= 2; x %= 2; x &= 1; x |= 1; x ^= 1; x <<= 1; x >>= 1; x >>>= 1;
        this.x = -y; a[i] = +y; a.b.c = ((d));
        i++; ++i; i--; --i;
        String text = flag ? "yes" : other ? "maybe" : "no";
        long cast = (long) (int) value + (Long) boxed;
        Runnable both = (Runnable & Serializable) () -> {};
        int[] one = new int[3], two[] = new int[2][n][], three = new int[] {1, 2, };
        int[][] four = {{}, {1}};
        Object made = new Thing(), generic = new ArrayList<>(9), deep = new a.b.Thing<String>(x) { int y; };
        Object inner = outer.new Inner(1), typed = new <String> Thing(2);
        Class<?> type = String.class, array = int[][].class, none = void.class, path = java.util.Map.Entry.class;
        Object self = this, outerSelf = Outer.this, parent = super.field, far = Outer.super.field;
        return matrix[i][j + 1];
    }
}
