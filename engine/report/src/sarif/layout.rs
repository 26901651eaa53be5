//! How a log is laid out: the frame indented, and from a depth on one item a
//! line. A result on one line can be found, cut out and compared, and the log
//! is half as long as with every brace on its own line.

use std::io::{self, Write};

use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// Containers nested deeper than this stand on one line: in
/// `runs[0].results[0]`, the result is at depth 5.
const DEPTH: usize = 4;

/// Indents down to [`DEPTH`].
#[derive(Default)]
pub(super) struct Layout<'i> {
    depth: usize,
    pretty: PrettyFormatter<'i>,
}

macro_rules! at_depth {
    ($($name:ident($self_:ident, $out:ident $(, $arg:ident: $ty:ty)?) $(enter $enter:literal)? $(leave $leave:literal)?;)*) => {$(
        fn $name<W: ?Sized + Write>(&mut $self_, $out: &mut W $(, $arg: $ty)?) -> io::Result<()> {
            $($self_.depth += $enter;)?
            let result = if $self_.depth <= DEPTH {
                $self_.pretty.$name($out $(, $arg)?)
            } else {
                CompactFormatter.$name($out $(, $arg)?)
            };
            $($self_.depth -= $leave;)?
            result
        }
    )*};
}

impl Formatter for Layout<'_> {
    at_depth! {
        begin_array(self, out) enter 1;
        end_array(self, out) leave 1;
        begin_array_value(self, out, first: bool);
        end_array_value(self, out);
        begin_object(self, out) enter 1;
        end_object(self, out) leave 1;
        begin_object_key(self, out, first: bool);
        begin_object_value(self, out);
        end_object_value(self, out);
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn deep_items_stand_on_one_line() {
        let value = json!({"runs": [{"results": [{"a": [1, 2], "b": {}}, {"c": null}], "n": {"x": {"y": 1}}}]});
        let mut out = Vec::new();
        value
            .serialize(&mut serde_json::Serializer::with_formatter(
                &mut out,
                Layout::default(),
            ))
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let expected = "{
  \"runs\": [
    {
      \"results\": [
        {\"a\":[1,2],\"b\":{}},
        {\"c\":null}
      ],
      \"n\": {
        \"x\": {\"y\":1}
      }
    }
  ]
}";
        assert_eq!(text, expected);
    }
}
