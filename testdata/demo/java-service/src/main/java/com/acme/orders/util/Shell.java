package com.acme.orders.util;

import java.io.IOException;

/** Calls the converter. */
public final class Shell {
    private Shell() {}

    public static void convert(String format, String input) throws IOException {
        String command = String.format("convert --to %s %s", format, input);
        Runtime.getRuntime().exec(new String[] {"sh", "-c", command});
    }
}
