package shop.web;

import jakarta.servlet.http.HttpServletRequest;

abstract class Base implements shop.core.Settings {
    protected HttpServletRequest request;

    HttpServletRequest current() {
        return request;
    }
}
