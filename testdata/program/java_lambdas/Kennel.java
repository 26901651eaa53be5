import java.util.*;
import java.util.function.*;
import java.util.stream.Collectors;
import com.acme.Remote;

class Kennel extends ArrayList<Dog> {
    private final Map<String, Dog> byName = new HashMap<>();
    Box<Dog> box;

    void run(List<Dog> dogs, Optional<Dog> best, Remote.Part part) {
        dogs.forEach(d -> d.bark(1));
        dogs.forEach(Dog::sleep);
        for (Dog d : this) {
            d.bark(2);
        }
        get(0).bark(3);
        this.forEach(d -> d.bark(4));
        byName.get("rex").bark(5);
        byName.forEach((name, d) -> d.bark(name.length()));
        byName.computeIfAbsent("rex", name -> new Dog()).bark(6);
        for (Map.Entry<String, Dog> e : byName.entrySet()) {
            e.getValue().bark(7);
        }
        dogs.stream().map(d -> d.owner()).forEach(o -> o.pay());
        dogs.stream().map(Dog::owner).filter(o -> o != null).findFirst().get().pay();
        dogs.stream().map(d -> {
            return d.owner();
        }).collect(Collectors.toList());
        best.map(Dog::owner).orElse(new Owner()).pay();
        best.ifPresent(d -> d.bark(8));
        Objects.requireNonNull(best.get()).bark(9);
        Arrays.asList(new Dog(), new Dog()).get(0).bark(10);
        Function<Dog, Owner> f = d -> d.owner();
        Consumer<Dog> c;
        c = d -> d.bark(11);
        BiFunction<Dog, Owner, Integer> g = (d, o) -> d.bark(o.pay());
        Visitor v = d -> d.bark(12);
        visit(d -> d.bark(13));
        each(dogs, d -> d.bark(14));
        box.get().bark(15);
        box.use(d -> d.bark(16));
        box.value.bark(17);
        Supplier<Dog> s = () -> new Dog();
        s.get().bark(18);
        part.go();
        new Remote.Part().go();
    }

    static void visit(Visitor visitor) {
    }

    static void each(List<Dog> dogs, Consumer<Dog> action) {
        for (Dog d : dogs) {
            action.accept(d);
        }
    }

    Comparator<Dog> order() {
        return (a, b) -> a.bark(0) - b.bark(0);
    }
}

interface Visitor {
    void visit(Dog dog);
}

class Box<T> {
    T value;

    T get() {
        return value;
    }

    void use(Consumer<T> action) {
        action.accept(value);
    }
}

class Dog {
    int bark(int times) {
        return times;
    }

    void sleep() {
    }

    Owner owner() {
        return null;
    }
}

class Owner {
    int pay() {
        return 1;
    }
}
