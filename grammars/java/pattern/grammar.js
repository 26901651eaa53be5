/**
 * Java patterns: the published grammar of Java, with the forms that stand for
 * code. See `grammars/README.md`.
 */

const base = require('tree-sitter-java/grammar');
const shared = require('../../pattern');

const { widen, orElse, replaceToken, repeatOrElse } = shared;

const list1 = (rule, separator) => seq(rule, repeat(seq(separator, rule)));
const list = (rule, separator) => optional(list1(rule, separator));

/** What stands for any number of the things a list holds. */
const holes = ($) => choice($.ellipsis, $.metavariable_ellipsis);

/** Rules that end in a `;` which the last of a pattern may leave out. */
const TERMINATED = [
  'assert_statement', 'break_statement', 'constant_declaration', 'continue_statement',
  'do_statement', 'explicit_constructor_invocation', 'field_declaration',
  'local_variable_declaration', 'method_declaration', 'package_declaration',
  'return_statement', 'throw_statement', 'yield_statement',
];

/** Rules of which the head alone is a pattern, and the rule of their body. */
const HEADED = {
  annotation_type_declaration: 'annotation_type_body',
  class_declaration: 'class_body',
  enum_declaration: 'enum_body',
  interface_declaration: 'interface_body',
  record_declaration: 'class_body',
};

/** Rules in which types stand in a list. */
const TYPE_LISTS = ['superclass', 'throws', 'type_arguments', 'type_list'];

/** Rules whose repeated part may also be a hole. */
const BODIES = ['annotation_type_body', 'enum_body_declarations', 'interface_body', 'module_body'];

/** The words that are a name nowhere. */
const KEYWORDS = [
  'abstract', 'assert', 'boolean', 'break', 'byte', 'case', 'catch', 'char', 'class', 'continue',
  'default', 'do', 'double', 'else', 'enum', 'extends', 'false', 'final', 'finally', 'float', 'for',
  'if', 'implements', 'import', 'instanceof', 'int', 'interface', 'long', 'native', 'new', 'null',
  'package', 'private', 'protected', 'public', 'return', 'short', 'static', 'strictfp', 'super',
  'switch', 'synchronized', 'this', 'throw', 'throws', 'transient', 'true', 'try', 'void',
  'volatile', 'while',
];

/** `edit` of the widened form of each of the rules `names`. */
const each = (names, edit) =>
  Object.fromEntries(names.map((name) => [
    name, ($, original) => edit($, widen(original, $.metavariable), name),
  ]));

module.exports = grammar(base, {
  name: 'haechi_java_pattern',

  externals: $ => [$._end, $._error_sentinel],

  // Where the same hole, or a metavariable, fits several lists or roles.
  conflicts: ($, original) => original.concat([
    [$.statement, $.primary_expression],
    [$.annotated_type, $.modifiers],
    [$.annotated_type, $.receiver_parameter],
    [$._type, $.formal_parameter, $.receiver_parameter],
    [$._unannotated_type, $.type_parameter],
    [$.type_arguments, $.type_parameters],
    [$.formal_parameters, $.primary_expression],
    [$.formal_parameters, $.inferred_parameters],
    [$.formal_parameters, $.inferred_parameters, $.primary_expression],
    [$.formal_parameters, $.inferred_parameters, $.primary_expression, $._unannotated_type],
    [$.record_pattern_body, $.primary_expression],
  ]),

  // Upstream takes a keyword for a name wherever only a name fits, so that
  // `if ($X)` would be a call and `finally { ... }` a constructor.
  reserved: { global: _ => KEYWORDS },

  rules: {
    ...shared.widenAll(base),
    ...each(TERMINATED, ($, rule) => replaceToken(rule, ';', $._semicolon)),
    ...each(Object.keys(HEADED), ($, rule, name) => orElse(rule, HEADED[name], $._end)),
    ...each(TYPE_LISTS, ($, rule) => orElse(rule, '_type', holes($))),
    ...each(BODIES, ($, rule) => repeatOrElse(rule, holes($))),

    program: $ => choice(
      $.pattern_expression,
      $.pattern_statements,
      $.pattern_members,
      $.pattern_partial,
    ),

    // Entries

    pattern_expression: $ => seq(
      '__HAECHI_EXPR__',
      choice($.expression, $.array_initializer),
    ),

    // A declaration is found by the first entry too, or `List<$T> $X` would be
    // two comparisons there.
    pattern_statements: $ => choice(
      seq('__HAECHI_EXPR__', $.local_variable_declaration),
      seq(
        '__HAECHI_STMTS__',
        repeat1(choice(
          $.statement,
          $.method_declaration,
          $.constructor_declaration,
          $.static_initializer,
        )),
      ),
    ),

    pattern_members: $ => seq(
      '__HAECHI_MEMBERS__',
      repeat1($._class_body_declaration),
    ),

    pattern_partial: $ => seq(
      '__HAECHI_PARTIAL__',
      choice(
        $.modifiers,
        seq(repeat1($.catch_clause), optional($.finally_clause)),
        $.finally_clause,
        $.else_clause,
        repeat1($.switch_block_statement_group),
        repeat1($.switch_rule),
      ),
    ),

    else_clause: $ => seq('else', field('body', $.statement)),

    // Holes

    metavariable: _ => shared.METAVARIABLE,
    metavariable_ellipsis: _ => shared.METAVARIABLE_ELLIPSIS,
    ellipsis: _ => '...',
    deep_ellipsis: $ => seq('<...', $.expression, '...>'),
    typed_metavariable: $ => seq(
      '(',
      field('type', $._type),
      field('name', $.metavariable),
      ')',
    ),

    // `$X` is an identifier of Java. Here it is none, so that the two tokens
    // never meet; `$x`, `$Xy` and `$1a` remain.
    identifier: _ => {
      const part = String.raw`\p{XID_Continue}\u{A2}_$`;
      const without = (ascii) => `[${part}--[${ascii}]][${part}]*`;
      return new RustRegex([
        String.raw`[\p{XID_Start}_][${part}]*`,
        String.raw`\$(${without('A-Z_0-9')})?`,
        String.raw`\$[A-Z_][A-Z_0-9]*${without('A-Z_0-9')}`,
        String.raw`\$[0-9]+${without('0-9')}`,
      ].join('|'));
    },

    // A regular expression in a string (`"=~/\{\x+/"`) has escapes of its own
    // and no interpolation.
    _string_literal: $ => seq('"', repeat(choice($.string_fragment, $.escape_sequence)), '"'),

    _multiline_string_literal: $ => seq(
      '"""',
      repeat(choice(
        alias($._multiline_string_fragment, $.multiline_string_fragment),
        $._escape_sequence,
      )),
      '"""',
    ),

    escape_sequence: _ => token.immediate(seq(
      '\\',
      choice(/./, /[0-7]{1,3}/, /x[0-9a-fA-F]{2}/, /u[0-9a-fA-F]{4}/, /u\{[0-9a-fA-F]+\}/),
    )),

    // Expressions

    primary_expression: ($, original) => choice(
      widen(original, $.metavariable),
      holes($),
      $.deep_ellipsis,
      $.typed_metavariable,
    ),

    assignment_expression: ($, original) => orElse(
      widen(original, $.metavariable),
      'array_access',
      $.ellipsis,
      $.deep_ellipsis,
      $.typed_metavariable,
    ),

    field_access: $ => seq(
      field('object', choice($.primary_expression, $.super)),
      optional(seq('.', $.super)),
      '.',
      field('field', choice(
        $.identifier,
        $.metavariable,
        $._reserved_identifier,
        $.this,
        $.ellipsis,
      )),
    ),

    inferred_parameters: $ => prec.dynamic(1, seq(
      '(',
      list1(choice($.identifier, $.metavariable, $._reserved_identifier, holes($)), ','),
      ')',
    )),

    // Statements

    _semicolon: $ => choice(';', $._end),

    statement: ($, original) => choice(
      widen(original, $.metavariable),
      holes($),
      alias($._last_ellipsis, $.ellipsis),
      alias($._last_metavariable_ellipsis, $.metavariable_ellipsis),
      alias($._last_switch_expression, $.switch_expression),
      $.explicit_constructor_invocation,
    ),

    expression_statement: $ => prec.dynamic(1, seq($.expression, $._semicolon)),

    // These are statements on their own, and `expression_statement` only with a
    // `;`, though before an end left out both readings would do.
    _last_ellipsis: $ => prec(1, seq('...', $._end)),
    _last_metavariable_ellipsis: $ => prec(1, seq(shared.METAVARIABLE_ELLIPSIS, $._end)),
    _last_switch_expression: $ => prec(1, seq(
      'switch',
      field('condition', $.parenthesized_expression),
      field('body', $.switch_block),
      $._end,
    )),

    if_statement: $ => prec.right(seq(
      'if',
      field('condition', $.parenthesized_expression),
      choice(field('consequence', $.statement), $._end),
      optional(seq('else', field('alternative', $.statement))),
    )),

    while_statement: $ => seq(
      'while',
      field('condition', $.parenthesized_expression),
      choice(field('body', $.statement), $._end),
    ),

    for_statement: $ => seq(
      'for',
      '(',
      choice(
        holes($),
        seq(
          choice(
            field('init', $.local_variable_declaration),
            seq(list(field('init', $.expression), ','), ';'),
          ),
          field('condition', optional($.expression)),
          ';',
          list(field('update', $.expression), ','),
        ),
      ),
      ')',
      choice(field('body', $.statement), $._end),
    ),

    try_statement: $ => seq(
      'try',
      field('body', $.block),
      repeat($.catch_clause),
      optional($.finally_clause),
    ),

    catch_clause: ($, original) => orElse(
      original,
      'catch_formal_parameter',
      $.ellipsis,
      $.metavariable,
    ),

    resource_specification: ($, original) => orElse(original, 'resource', holes($)),

    switch_block: $ => seq(
      '{',
      optional($.ellipsis),
      choice(
        repeat($.switch_block_statement_group),
        seq($.switch_rule, repeat(choice($.switch_rule, $.ellipsis))),
      ),
      '}',
    ),

    // Declarations

    import_declaration: $ => seq(
      'import',
      optional('static'),
      choice(
        seq($._name, optional(seq('.', $.asterisk))),
        $.ellipsis,
      ),
      $._semicolon,
    ),

    annotation_argument_list: $ => seq(
      '(',
      list(choice($._element_value, $.element_value_pair), ','),
      ')',
    ),

    _class_body_declaration: ($, original) => choice(original, holes($)),

    enum_body: ($, original) => orElse(original, 'enum_constant', holes($)),

    constructor_declaration: $ => choice(
      seq(
        optional($.modifiers),
        $._constructor_declarator,
        optional($.throws),
        field('body', $.constructor_body),
      ),
      seq($.modifiers, $._constructor_declarator, optional($.throws), $._end),
    ),

    constructor_body: $ => seq('{', repeat($.statement), '}'),

    formal_parameters: ($, original) => orElse(
      original,
      'formal_parameter',
      holes($),
      $.metavariable,
    ),

    type_parameters: ($, original) => orElse(original, 'type_parameter', holes($)),

    record_pattern_body: ($, original) => orElse(original, 'record_pattern_component', holes($)),
  },
});
