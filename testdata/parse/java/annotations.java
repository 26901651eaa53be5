@Marker
@a.b.Qualified
@Single("value")
@Pairs(name = "x", list = {1, 2}, nested = @Inner(1), cls = String.class)
@Array({"a", "b",})
@Nested({@One, @Two(2)})
@Empty()
class Annotated {
    @Get("/" + PATH) @Secured public void handle(@Param("id") @Valid final String id, @Body Order order) {
        @SuppressWarnings("unchecked") List<String> local = cast();
    }
}
