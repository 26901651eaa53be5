package com.acme.orders.web;

import com.acme.orders.util.Checksums;
import com.acme.orders.util.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Serves invoices as files. */
public class InvoiceServlet extends HttpServlet {
    private static final String FOLDER = "/var/invoices";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("file");
        File invoice = new File(FOLDER, name);
        response.setHeader("ETag", Checksums.of(Files.readAllBytes(invoice.toPath())));
        Files.copy(invoice.toPath(), response.getOutputStream());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Shell.convert(request.getParameter("format"), "invoice.xml");
    }
}
