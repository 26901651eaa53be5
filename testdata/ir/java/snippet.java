Runtime r = Runtime.getRuntime();
String command = read();
r.exec(command);
