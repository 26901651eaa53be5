class Sample {
    void careless() {
        try {
            work();
        } catch (Exception e) {
            // ruleid: RULE_ID
            e.printStackTrace();
        }
    }

    void careful() {
        try {
            work();
        } catch (Exception e) {
            // ok: RULE_ID
            log.error("work failed", e);
        }
    }
}
