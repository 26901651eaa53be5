package shop;

import java.util.List;

class Unclosed {
    int a;
    void f() { g(a); }
    void h() { if (a > 0) {
