class Types<T> {
    boolean a; byte b; short c; int d; long e; char f; float g; double h;
    String plain; java.lang.String qualified;
    List<String> one; Map<String, List<Integer>> two; List<?> any;
    List<? extends Number> up; List<? super Integer> down;
    Outer<String>.Inner<T> nested;
    int[] array; String[][] more; List<int[]>[] mixed;
    @A String annotated; List<@A String> argument; java.lang.@A String inside; String @A [] @B [] dims;
    @A int @B [] both[];
    List<@A ?> wild;
    Object made = new @A Thing(), rows = new @A int @B [1] @C [];
    void cast() { var x = (@A String) y; for (Map.Entry<K, V> e : m) {} }
}
