import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import javax.servlet.http.*;

class Guards {
  static final Set<String> ALLOWED = Set.of("a", "b");
  static final Set<String> COPIED = new HashSet<>(Arrays.asList("a", "b"));
  static final List<String> LIST = List.of("a", "b");
  static final Map<String, String> MAP = Map.of("a", "ls", "b", "pwd");
  static final Pattern NAME = Pattern.compile("^[\\w-]+$");
  static final Pattern WIDE = Pattern.compile(".*");
  static final String BASE = "/srv/data";
  static final Set<String> FILLED = new HashSet<>();
  static { FILLED.add("x"); }
  enum Color { RED, BLUE }

  void run(String s) throws Exception { Runtime.getRuntime().exec("echo " + s); }

  void equals1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (x.equals("a")) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    else {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void equals2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (!"a".equals(x)) return;
    // ok: command
    Runtime.getRuntime().exec("echo " + x);
  }
  void equals3(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if ("a".equalsIgnoreCase(x) || "b".equals(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void equals4(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (Objects.equals(x, "a")) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    String y = r.getParameter("y");
    if (x.equals(y)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void set1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (ALLOWED.contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (COPIED.contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (LIST.contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (MAP.containsKey(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (FILLED.contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (Set.of("a", "b").contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (Arrays.asList("a", "b").contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (!ALLOWED.contains(x)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void set2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (!ALLOWED.contains(x)) throw new IllegalArgumentException();
    // ok: command
    Runtime.getRuntime().exec("echo " + x);
  }
  void set3(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    List<String> l = new ArrayList<>();
    l.add(x);
    if (l.contains(x)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void set4(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (r.getParameterMap().containsKey(x)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (Arrays.asList(r.getParameterValues("y")).contains(x)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void set5(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    List<String> l = new ArrayList<>();
    l.add("a");
    if (l.contains(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void switch1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    switch (x) {
      case "a":
        // ok: command
        Runtime.getRuntime().exec("echo " + x);
        break;
      case "b":
      case "c":
        // ok: command
        Runtime.getRuntime().exec("echo " + x);
        break;
      default:
        // ruleid: command
        Runtime.getRuntime().exec("echo " + x);
    }
  }
  void switch2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    String y = switch (x) { case "a", "b" -> x; default -> "none"; };
    // ok: command
    Runtime.getRuntime().exec("echo " + y);
    String z = switch (x) { case "a", "b" -> "k"; default -> x; };
    // ruleid: command
    Runtime.getRuntime().exec("echo " + z);
  }
  void enum1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    Color c = Color.valueOf(x);
    // ok: command
    Runtime.getRuntime().exec("echo " + c);
    // ok: command
    Runtime.getRuntime().exec("echo " + c.name());
    // ok: command
    Runtime.getRuntime().exec("echo " + x);
  }
  void enum2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    try { Color.valueOf(x); } catch (IllegalArgumentException e) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void regex1(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (x.matches("[a-z0-9]+")) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (x.matches(".*")) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (Pattern.matches("\\d+", x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (NAME.matcher(x).matches()) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (NAME.matcher(x).find()) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (WIDE.matcher(x).matches()) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
    Matcher m = Pattern.compile("[a-z]+").matcher(x);
    if (m.matches()) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (Pattern.compile("[a-z]+").matcher(x).find()) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (x.matches("[a-z; ]+")) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  boolean ok(String v) { return ALLOWED.contains(v); }
  static boolean fine(String v) { if (v == null) return false; return v.matches("\\w+"); }
  boolean both(String v) { return v != null && ok(v); }
  void check(String v) { if (!ALLOWED.contains(v)) throw new IllegalArgumentException(); }
  String checked(String v) { if (!fine(v)) throw new IllegalArgumentException(); return v; }
  boolean weak(String v) { return v != null && v.length() < 10; }
  void helper(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (ok(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (fine(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (both(x)) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    if (weak(x)) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
    // ok: command
    Runtime.getRuntime().exec("echo " + checked(x));
  }
  void helper2(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    check(x);
    // ok: command
    Runtime.getRuntime().exec("echo " + x);
  }
  void path1(HttpServletRequest r) throws Exception {
    File f = new File(BASE, r.getParameter("f"));
    if (!f.getCanonicalPath().startsWith(BASE + File.separator)) throw new SecurityException();
    // ok: path
    new FileInputStream(f);
  }
  void path2(HttpServletRequest r) throws Exception {
    Path p = Paths.get(BASE).resolve(r.getParameter("f")).normalize();
    if (!p.startsWith(BASE)) throw new SecurityException();
    // ok: path
    Files.readAllBytes(p);
  }
  void path3(HttpServletRequest r) throws Exception {
    Path p = Paths.get(BASE).resolve(r.getParameter("f"));
    if (!p.startsWith(BASE)) throw new SecurityException();
    // ruleid: path
    Files.readAllBytes(p);
  }
  void path4(HttpServletRequest r) throws Exception {
    File f = new File(BASE, r.getParameter("f"));
    String c = f.getCanonicalPath();
    String b = new File(BASE).getCanonicalPath();
    if (c.startsWith(b)) {
      // ok: path
      new FileInputStream(c);
    }
  }
  void path5(HttpServletRequest r) throws Exception {
    String f = r.getParameter("f");
    if (f.startsWith(BASE)) {
      // ruleid: path
      new FileInputStream(f);
    }
    if (f.contains("..")) return;
    // ok: path
    new FileInputStream(BASE + "/" + f);
  }
  void number(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    Integer.parseInt(x);
    // ok: command
    Runtime.getRuntime().exec("echo " + x);
  }
  void uri(HttpServletRequest r, HttpServletResponse s) throws Exception {
    String u = r.getParameter("u");
    if ("example.com".equals(new URI(u).getHost())) {
      // ok: redirect
      s.sendRedirect(u);
    }
    URL url = new URL(u);
    if (ALLOWED.contains(url.getHost())) {
      // ok: request
      url.openStream();
    }
    // ruleid: request
    url.openStream();
  }
  void trimmed(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (ALLOWED.contains(x.trim().toLowerCase())) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void flag(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    boolean good = false;
    if (ALLOWED.contains(x)) good = true;
    if (good) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    boolean other = x != null && ALLOWED.contains(x);
    if (other) {
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
    boolean any = x != null || ALLOWED.contains(x);
    if (any) {
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void loop(HttpServletRequest r) throws Exception {
    for (String x : r.getParameterValues("x")) {
      if (!ALLOWED.contains(x)) continue;
      // ok: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void search(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    String found = null;
    for (String a : LIST) if (a.equals(x)) found = a;
    // ok: command
    Runtime.getRuntime().exec("echo " + found);
  }
  void lookup(HttpServletRequest r) throws Exception {
    // ok: command
    Runtime.getRuntime().exec(MAP.get(r.getParameter("x")));
    // ruleid: command
    Runtime.getRuntime().exec(MAP.getOrDefault("a", r.getParameter("x")));
    String[] cmds = {"a", "b"};
    // ok: command
    Runtime.getRuntime().exec(cmds[Integer.parseInt(r.getParameter("i"))]);
  }
  void reassigned(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    if (ALLOWED.contains(x)) {
      x = r.getParameter("y");
      // ruleid: command
      Runtime.getRuntime().exec("echo " + x);
    }
  }
  void ternary(HttpServletRequest r) throws Exception {
    String x = r.getParameter("x");
    String y = ALLOWED.contains(x) ? x : "a";
    // ok: command
    Runtime.getRuntime().exec("echo " + y);
    String z = ALLOWED.contains(x) ? "a" : x;
    // ruleid: command
    Runtime.getRuntime().exec("echo " + z);
  }
}
