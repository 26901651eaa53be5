package com.acme.orders.service;

/** What to look for. */
public class OrderQuery {
    private String customer;
    private String sort;

    public String getCustomer() {
        return customer;
    }

    public void setCustomer(String customer) {
        this.customer = customer;
    }

    public String getSort() {
        return sort;
    }

    public void setSort(String sort) {
        this.sort = sort;
    }
}
