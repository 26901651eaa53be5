import java.util.*;

class Types {
    private Animal pet = new Dog();
    private Animal wild = new Dog();
    Animal open = new Dog();
    int[] numbers[];

    void set() {
        wild = new Cat();
    }

    void locals(Object o, int n, long l, String... rest) {
        var dog = new Dog();
        var text = "a" + n;
        var sum = n + l;
        var half = n / 2.0;
        var flag = n > 1 && !rest[0].isEmpty();
        var cast = (Dog) o;
        var either = flag ? new Dog() : new Cat();
        var maybe = flag ? new Dog() : null;
        var array = new int[3][];
        var row = array[0];
        var cell = array[0][1];
        var none = null;
        var pets = pet;
        var wilds = wild;
        var opens = open;
        var kind = switch (n) {
            case 1 -> new Dog();
            default -> {
                yield new Cat();
            }
        };
        var self = this;
        var type = Dog.class;
        var size = rest.length;
        var master = dog.master;
        var grown = dog.grow();
        var shift = l >> 2;
        var ch = 'a' + 1;
        if (o instanceof Cat cat) {
            var c = cat;
        }
        for (var s : rest) {
            var r = s;
        }
        List<Dog> list = new ArrayList<>();
        for (Dog d : list) {
            var dd = d;
        }
        for (var d : list) {
            var dd = d;
        }
        Animal again = new Dog();
        again = new Cat();
        var a = again;
        try {
            set();
        } catch (IllegalStateException | IllegalArgumentException e) {
            var ee = e;
        }
    }
}

abstract class Animal {
    Types master;

    Animal grow() {
        return this;
    }
}

class Dog extends Animal {
    @Override
    Dog grow() {
        return new Puppy();
    }
}

class Puppy extends Dog {
}

class Cat extends Animal {
}
