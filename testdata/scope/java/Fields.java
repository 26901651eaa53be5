package com.acme.shop;

// Fields, methods and types are found in the whole class, and in classes within it.
class Fields extends Base {
    private int count = 1;
    private static final String NAME = "n" + count;
    private String late, never;
    protected Helper helper;

    Fields(String late) {
        this.late = late;
        count++;
        other.never = late;
    }

    int use() {
        int count = this.count;
        count += size;
        own = count;
        return use(count) + use(1, 2) + Fields.this.count + Fields.NAME.length() + inherited();
    }

    int use(int size) {
        return size + count;
    }

    int use(int a, int... more) {
        return helper.count + a + more.length;
    }

    class Inner {
        int count;

        int both() {
            return count + Fields.this.count + late.length() + use();
        }
    }

    static class Deep extends Inner {
        int sum() {
            return count + super.count + size + super.both();
        }
    }

    enum Color {
        RED, GREEN("g") {
            String show() {
                return label + NAME;
            }
        };

        final String label = RED.name();

        Color(String... s) {
        }

        String show() {
            return label;
        }
    }

    record Pair<T>(T left, int right) {
        Pair {
            left = check(left);
        }

        int twice() {
            return right * 2 + right() + left().hashCode();
        }

        static <R> R check(R left) {
            return left;
        }
    }

    interface Limits {
        int MAX = 3;

        default int max() {
            return MAX;
        }
    }
}

class Base {
    int size;
    int own;
}
