/** The parts of the shop that take money. */
@Reviewed(by = "mina")
@Internal
package shop.payment;
