package shop.web;

import jakarta.servlet.http.HttpServletRequest;

abstract class Wrapped implements HttpServletRequest {}
