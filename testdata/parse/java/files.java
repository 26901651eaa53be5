// What stands at the top of a file.
package shop . orders; /* blanks in a path leave no trace in the name */

import java.util.List;
import java.io.*;
import static java.lang.Math.max;
import static java.util.Map.*;
;
class Order {}
