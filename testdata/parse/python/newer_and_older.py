# Not known to the grammar as it is published.
def f[T = int, U: str = "s"](x: T) -> U: pass
class A[T: (int, str) = int, *Ts = *tuple[int], **P = [int, str]]:
    pass
type Pairs[T = dict[str, int]] = list[T]
task.async(1)
run(async=True)
def async(async): return async
%matplotlib inline
!ls -l
