import java.io.*;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;
import javax.servlet.http.*;

class Containers {
  void run(String s) throws Exception { Runtime.getRuntime().exec(s); }
  void list1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    List<String> l = new LinkedList<>(Arrays.asList("a", x));
    // ok: command
    Runtime.getRuntime().exec(l.get(0));
    // ruleid: command
    Runtime.getRuntime().exec(l.get(1));
  }
  void list2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    List<String> a = new ArrayList<>(List.of("a", x));
    List<String> b = new ArrayList<>(a);
    // ok: command
    Runtime.getRuntime().exec(b.get(0));
    // ruleid: command
    Runtime.getRuntime().exec(b.get(1));
    b.set(1, "c");
    // ok: command
    Runtime.getRuntime().exec(b.get(1));
    // ruleid: command
    Runtime.getRuntime().exec(a.get(1));
  }
  void list3(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    List<String> l = new ArrayList<>();
    l.add("a"); l.add(x); l.add("b");
    l.remove(0);
    // ruleid: command
    Runtime.getRuntime().exec(l.get(0));
    // ok: command
    Runtime.getRuntime().exec(l.get(1));
    l.clear();
    l.add("z");
    // ok: command
    Runtime.getRuntime().exec(l.get(0));
  }
  void list4(HttpServletRequest r) throws Exception {
    List<String> l = Collections.unmodifiableList(Arrays.asList("a", r.getParameter("x")));
    // ok: command
    Runtime.getRuntime().exec(l.get(0));
    // ruleid: command
    Runtime.getRuntime().exec(l.get(1));
    List<String> c = List.copyOf(l);
    // ok: command
    Runtime.getRuntime().exec(c.get(0));
    // ruleid: command
    Runtime.getRuntime().exec(c.get(1));
    // todook: command
    Runtime.getRuntime().exec(l.subList(0, 1).get(0));
  }
  void addall(HttpServletRequest r) throws Exception {
    List<String> l = new ArrayList<>();
    l.addAll(Arrays.asList("a", r.getParameter("x")));
    // ruleid: command
    Runtime.getRuntime().exec(l.get(1));
    Collections.addAll(l, r.getParameter("y"));
    for (String s : l) {
      // ruleid: command
      Runtime.getRuntime().exec(s);
    }
    List<String> m = new ArrayList<>();
    m.addAll(Arrays.asList("a", "b"));
    for (String s : m) {
      // ok: command
      Runtime.getRuntime().exec(s);
    }
  }
  void map1(HttpServletRequest r) throws Exception {
    Map<String, String> m = new HashMap<>();
    m.put("k", r.getParameter("x"));
    m.put("s", "safe");
    // ruleid: command
    Runtime.getRuntime().exec(m.get("k"));
    // ok: command
    Runtime.getRuntime().exec(m.get("s"));
    Map<String, String> c = new TreeMap<>(m);
    // ruleid: command
    Runtime.getRuntime().exec(c.get("k"));
    // ok: command
    Runtime.getRuntime().exec(c.get("s"));
    m.put("k", "clean");
    // ok: command
    Runtime.getRuntime().exec(m.get("k"));
    // ruleid: command
    Runtime.getRuntime().exec(c.get("k"));
    for (Map.Entry<String, String> e : c.entrySet()) {
      // ruleid: command
      Runtime.getRuntime().exec(e.getValue());
    }
    for (String k : c.keySet()) {
      // ok: command
      Runtime.getRuntime().exec(k);
    }
    for (String v : c.values()) {
      // ruleid: command
      Runtime.getRuntime().exec(v);
    }
    // ruleid: command
    c.forEach((k, v) -> { try { Runtime.getRuntime().exec(v); } catch (IOException e) {} });
    // todook: command
    c.forEach((k, v) -> { try { Runtime.getRuntime().exec(k); } catch (IOException e) {} });
    // ruleid: command
    Runtime.getRuntime().exec(c.remove("k"));
  }
  void map2(HttpServletRequest r) throws Exception {
    Map<String, String> m = Map.of("k", r.getParameter("x"), "s", "safe");
    // ruleid: command
    Runtime.getRuntime().exec(m.get("k"));
    // ok: command
    Runtime.getRuntime().exec(m.get("s"));
    Map<String, String> keys = new HashMap<>();
    keys.put(r.getParameter("x"), "v");
    for (String k : keys.keySet()) {
      // ruleid: command
      Runtime.getRuntime().exec(k);
    }
    // ok: command
    Runtime.getRuntime().exec(keys.get("q"));
  }
  void queue(HttpServletRequest r) throws Exception {
    Deque<String> q = new ArrayDeque<>();
    q.push("a"); q.push(r.getParameter("x"));
    // ruleid: command
    Runtime.getRuntime().exec(q.pop());
    // ok: command
    Runtime.getRuntime().exec(q.pop());
    Queue<String> w = new LinkedList<>();
    w.offer("a"); w.offer(r.getParameter("x"));
    // ok: command
    Runtime.getRuntime().exec(w.poll());
    // ruleid: command
    Runtime.getRuntime().exec(w.poll());
    Stack<String> s = new Stack<>();
    s.push(r.getParameter("x")); s.push("b");
    // ok: command
    Runtime.getRuntime().exec(s.pop());
    // ruleid: command
    Runtime.getRuntime().exec(s.peek());
  }
  void optional(HttpServletRequest r) throws Exception {
    Optional<String> o = Optional.ofNullable(r.getParameter("x"));
    // ruleid: command
    Runtime.getRuntime().exec(o.orElse("a"));
    // ruleid: command
    Runtime.getRuntime().exec(o.map(String::trim).get());
    // ok: command
    Runtime.getRuntime().exec(o.map(v -> "fixed").get());
    // ok: command
    Runtime.getRuntime().exec(Optional.of("a").orElse("b"));
    // ruleid: command
    Runtime.getRuntime().exec(Optional.<String>empty().orElseGet(() -> r.getParameter("x")));
    // ruleid: command
    o.ifPresent(v -> { try { Runtime.getRuntime().exec(v); } catch (IOException e) {} });
  }
  void streams(HttpServletRequest r) throws Exception {
    List<String> l = Arrays.asList(r.getParameterValues("x"));
    // ruleid: command
    Runtime.getRuntime().exec(l.stream().collect(Collectors.joining(",")));
    // ok: command
    Runtime.getRuntime().exec(l.stream().map(s -> "a").collect(Collectors.joining(",")));
    // ruleid: command
    Runtime.getRuntime().exec(l.stream().filter(s -> s.length() > 2).findFirst().get());
    // todook: command
    Runtime.getRuntime().exec(l.stream().map(Integer::parseInt).map(String::valueOf).collect(Collectors.joining()));
    List<String> u = l.stream().map(String::toUpperCase).collect(Collectors.toList());
    // ruleid: command
    Runtime.getRuntime().exec(u.get(0));
    // ok: command
    Runtime.getRuntime().exec(Stream.of("a", "b").collect(Collectors.joining()));
    String[] arr = l.stream().toArray(String[]::new);
    // ruleid: command
    Runtime.getRuntime().exec(arr[0]);
    // ruleid: command
    l.stream().forEach(v -> { try { Runtime.getRuntime().exec(v); } catch (IOException e) {} });
    Map<String, String> m = l.stream().collect(Collectors.toMap(v -> v, v -> "a"));
    // ruleid: command
    Runtime.getRuntime().exec(l.stream().reduce("", (a, b) -> a + b));
    // ok: command
    Runtime.getRuntime().exec("echo " + l.stream().mapToInt(String::length).sum());
    // ruleid: command
    Runtime.getRuntime().exec(l.stream().flatMap(s -> Stream.of(s.split(","))).findAny().orElse(""));
  }
  void lambdas(HttpServletRequest r) throws Exception {
    Supplier<String> s = () -> r.getParameter("x");
    // ruleid: command
    Runtime.getRuntime().exec(s.get());
    Supplier<String> c = () -> "const";
    // ok: command
    Runtime.getRuntime().exec(c.get());
    Function<String, String> f = v -> "x";
    // ok: command
    Runtime.getRuntime().exec(f.apply(r.getParameter("x")));
    Function<String, String> g = v -> v + "x";
    // ruleid: command
    Runtime.getRuntime().exec(g.apply(r.getParameter("x")));
    Function<String, String> h = g.andThen(f);
    // ok: command
    Runtime.getRuntime().exec(h.apply("y"));
    UnaryOperator<String> id = UnaryOperator.identity();
    // ruleid: command
    Runtime.getRuntime().exec(id.apply(r.getParameter("x")));
    BiFunction<String, String, String> bi = (a, b) -> b;
    // ok: command
    Runtime.getRuntime().exec(bi.apply(r.getParameter("x"), "s"));
    Predicate<String> ok = v -> v.matches("[a-z]+");
    String x = r.getParameter("x");
    if (ok.test(x)) {
      // todook: command
      Runtime.getRuntime().exec(x);
    }
    Callable<String> call = () -> r.getParameter("x");
    // ruleid: command
    Runtime.getRuntime().exec(call.call());
  }
  void builders(HttpServletRequest r) throws Exception {
    StringBuilder sb = new StringBuilder("a");
    sb.append("b").append(r.getParameter("x")).append(1);
    // ruleid: command
    Runtime.getRuntime().exec(sb.toString());
    sb.setLength(0);
    sb.append("clean");
    // ok: command
    Runtime.getRuntime().exec(sb.toString());
    StringBuilder sc = new StringBuilder();
    sc.append("a".repeat(3)).append(r.getParameter("x").length());
    // ok: command
    Runtime.getRuntime().exec(sc.toString());
    StringJoiner j = new StringJoiner(",");
    j.add(r.getParameter("x"));
    // ruleid: command
    Runtime.getRuntime().exec(j.toString());
    // ruleid: command
    Runtime.getRuntime().exec(String.join(",", "a", r.getParameter("x")));
    // ruleid: command
    Runtime.getRuntime().exec(String.format("%s", r.getParameter("x")));
    // ok: command
    Runtime.getRuntime().exec(String.format("%d", Integer.valueOf(r.getParameter("x"))));
    // ruleid: command
    Runtime.getRuntime().exec("a %s".formatted(r.getParameter("x")));
    // todook: command
    Runtime.getRuntime().exec(r.getParameter("x").replaceAll("[^a-z]", ""));
    // ruleid: command
    Runtime.getRuntime().exec(r.getParameter("x").replaceAll("a", ""));
    // ruleid: command
    Runtime.getRuntime().exec(r.getParameter("x").substring(1).concat("a"));
    char[] cs = r.getParameter("x").toCharArray();
    // ruleid: command
    Runtime.getRuntime().exec(new String(cs));
    // ruleid: command
    Runtime.getRuntime().exec(String.valueOf(cs, 0, 1));
    byte[] bytes = r.getParameter("x").getBytes(StandardCharsets.UTF_8);
    // ruleid: command
    Runtime.getRuntime().exec(new String(Base64.getDecoder().decode(bytes)));
    // ruleid: command
    Runtime.getRuntime().exec(Base64.getEncoder().encodeToString(bytes));
  }
  void io(HttpServletRequest r) throws Exception {
    BufferedReader b = new BufferedReader(new InputStreamReader(r.getInputStream()));
    // ruleid: command
    Runtime.getRuntime().exec(b.readLine());
    String all = r.getReader().lines().collect(Collectors.joining("\n"));
    // ruleid: command
    Runtime.getRuntime().exec(all);
    byte[] buf = new byte[10];
    r.getInputStream().read(buf);
    // ruleid: command
    Runtime.getRuntime().exec(new String(buf));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    r.getInputStream().transferTo(out);
    // ruleid: command
    Runtime.getRuntime().exec(out.toString());
    StringWriter w = new StringWriter();
    PrintWriter pw = new PrintWriter(w);
    // todook: page
    pw.print(r.getParameter("x"));
    // todoruleid: command
    Runtime.getRuntime().exec(w.toString());
    Scanner sc = new Scanner(r.getInputStream());
    // ruleid: command
    Runtime.getRuntime().exec(sc.nextLine());
    // ok: command
    Runtime.getRuntime().exec("a" + sc.nextInt());
    StringReader sr = new StringReader(r.getParameter("x"));
    // ruleid: command
    Runtime.getRuntime().exec(new BufferedReader(sr).readLine());
  }
  void arrays(HttpServletRequest r) throws Exception {
    String[] a = {"a", r.getParameter("x")};
    // ok: command
    Runtime.getRuntime().exec(a[0]);
    // ruleid: command
    Runtime.getRuntime().exec(a[1]);
    String[] b = Arrays.copyOf(a, 2);
    // ruleid: command
    Runtime.getRuntime().exec(b[1]);
    String[] c = new String[2];
    System.arraycopy(a, 0, c, 0, 2);
    // ruleid: command
    Runtime.getRuntime().exec(c[1]);
    // ruleid: command
    Runtime.getRuntime().exec(a);
    String[] d = a.clone();
    // ruleid: command
    Runtime.getRuntime().exec(d[1]);
    // ok: command
    Runtime.getRuntime().exec(d[0]);
    Arrays.fill(d, "x");
    // todook: command
    Runtime.getRuntime().exec(d[1]);
  }
  void jdbc(HttpServletRequest r, Connection c) throws Exception {
    String x = r.getParameter("x");
    Statement s = c.createStatement();
    // ruleid: sql
    s.executeQuery("select " + x);
    PreparedStatement p = c.prepareStatement("select ?");
    p.setString(1, x);
    // ok: sql
    p.executeQuery();
    // ruleid: sql
    c.prepareStatement("select " + x).execute();
    // ruleid: sql
    s.addBatch("insert " + x);
    // ok: sql
    s.executeUpdate("update t set a=" + Integer.parseInt(r.getParameter("y")));
    // ruleid: sql
    CallableStatement cs = c.prepareCall("{call " + x + "}");
    // ok: sql
    s.execute("a" + x.hashCode());
    // ok: sql
    s.execute("a" + x.isEmpty());
  }
  void servlet(HttpServletRequest r, HttpServletResponse res) throws Exception {
    for (Cookie k : r.getCookies()) {
      if (k.getName().equals("a")) {
        // ruleid: command
        Runtime.getRuntime().exec(k.getValue());
      }
    }
    Enumeration<String> e = r.getHeaders("x");
    // ruleid: command
    while (e.hasMoreElements()) Runtime.getRuntime().exec(e.nextElement());
    // ruleid: command
    Runtime.getRuntime().exec(r.getParameterMap().get("a")[0]);
    // ruleid: command
    Runtime.getRuntime().exec(r.getQueryString());
    r.setAttribute("k", r.getParameter("x"));
    // ruleid: command
    Runtime.getRuntime().exec((String) r.getAttribute("k"));
    // ok: command
    Runtime.getRuntime().exec(r.getMethod());
    // ok: command
    Runtime.getRuntime().exec(r.getContextPath());
    // ruleid: page
    res.getWriter().println(r.getParameter("x"));
    // ok: page
    res.getWriter().println(r.getParameter("x").length());
    // ruleid: command
    Runtime.getRuntime().exec(r.getRequestURI());
    Iterator<String> it = Arrays.asList(r.getParameterValues("x")).iterator();
    // ruleid: command
    Runtime.getRuntime().exec(it.next());
  }
  void switchConst(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    Object o = x;
    if (o instanceof Integer i) {
      // ok: command
      Runtime.getRuntime().exec("a" + i);
    }
    if (o instanceof String s) {
      // ruleid: command
      Runtime.getRuntime().exec("a" + s);
    }
    // ruleid: command
    Runnable task = () -> { try { Runtime.getRuntime().exec(x); } catch (IOException ex) {} };
    task.run();
    ExecutorService ex = Executors.newCachedThreadPool();
    Future<String> f = ex.submit(() -> r.getParameter("y"));
    // ruleid: command
    Runtime.getRuntime().exec(f.get());
    CompletableFuture<String> cf = CompletableFuture.supplyAsync(() -> x).thenApply(v -> v + "a");
    // ruleid: command
    Runtime.getRuntime().exec(cf.join());
    ThreadLocal<String> tl = new ThreadLocal<>();
    tl.set(x);
    // ruleid: command
    Runtime.getRuntime().exec(tl.get());
    java.util.concurrent.atomic.AtomicReference<String> ar = new java.util.concurrent.atomic.AtomicReference<>();
    ar.set(x);
    // ruleid: command
    Runtime.getRuntime().exec(ar.get());
    java.util.concurrent.atomic.AtomicReference<String> ar2 = new java.util.concurrent.atomic.AtomicReference<>(x);
    ar2.set("a");
    // ok: command
    Runtime.getRuntime().exec(ar2.get());
  }
}
