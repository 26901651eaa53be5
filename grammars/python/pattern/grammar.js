/**
 * Python patterns: the published grammar of Python, with the forms that stand
 * for code. See `grammars/README.md`.
 */

const base = require('tree-sitter-python/grammar');
const shared = require('../../pattern');

const { widen, orElse } = shared;

/** What stands for any number of the things a list holds. */
const holes = ($) => choice($.ellipsis, $.metavariable_ellipsis);

/** Rules with a list, and the symbol of an item beside which a hole may stand. */
const LISTS = {
  _import_list: 'dotted_name',
  global_statement: 'identifier',
  nonlocal_statement: 'identifier',
  exec_statement: 'string',
};

module.exports = grammar(base, {
  name: 'haechi_python_pattern',

  // `{..., ` may open a dictionary or a set.
  conflicts: ($, original) => original.concat([[$.dictionary, $.primary_expression]]),

  rules: {
    ...shared.widenAll(base),
    ...Object.fromEntries(Object.entries(LISTS).map(([name, item]) => [
      name, ($, original) => orElse(widen(original, $.metavariable), item, holes($)),
    ])),

    module: $ => choice(
      $.pattern_expression,
      $.pattern_statements,
      $.pattern_partial,
    ),

    // Entries

    pattern_expression: $ => seq('__HAECHI_EXPR__', $.expression, $._newline),

    pattern_statements: $ => seq('__HAECHI_STMTS__', repeat1($._statement)),

    pattern_partial: $ => seq(
      '__HAECHI_PARTIAL__',
      choice(
        repeat1($.decorator),
        seq(
          repeat1($.except_clause),
          optional($.else_clause),
          optional($.finally_clause),
        ),
        $.finally_clause,
        seq($.else_clause, optional($.finally_clause)),
        seq(repeat1($.elif_clause), optional($.else_clause)),
        repeat1($.case_clause),
        seq(
          choice(
            alias($._function_head, $.function_definition),
            alias($._class_head, $.class_definition),
            alias($._decorated_head, $.decorated_definition),
            alias($._if_head, $.if_statement),
            alias($._while_head, $.while_statement),
            alias($._for_head, $.for_statement),
            alias($._with_head, $.with_statement),
          ),
          $._newline,
        ),
      ),
    ),

    _function_head: $ => seq(
      optional('async'),
      'def',
      field('name', choice($.identifier, $.metavariable)),
      field('type_parameters', optional($.type_parameter)),
      field('parameters', $.parameters),
      optional(seq('->', field('return_type', $.type))),
    ),

    _class_head: $ => seq(
      'class',
      field('name', choice($.identifier, $.metavariable)),
      field('type_parameters', optional($.type_parameter)),
      field('superclasses', optional($.argument_list)),
    ),

    _decorated_head: $ => seq(
      repeat1($.decorator),
      field('definition', choice(
        alias($._function_head, $.function_definition),
        alias($._class_head, $.class_definition),
      )),
    ),

    _if_head: $ => seq('if', field('condition', $.expression)),

    _while_head: $ => seq('while', field('condition', $.expression)),

    _for_head: $ => seq(
      optional('async'),
      'for',
      field('left', $._left_hand_side),
      'in',
      field('right', $._expressions),
    ),

    _with_head: $ => seq(optional('async'), 'with', $.with_clause),

    // Holes

    metavariable: _ => shared.METAVARIABLE,
    metavariable_ellipsis: _ => shared.METAVARIABLE_ELLIPSIS,
    deep_ellipsis: $ => seq('<...', $.expression, '...>'),
    typed_metavariable: $ => seq(
      field('name', $.metavariable),
      ':',
      field('type', $.type),
    ),

    // Expressions

    primary_expression: ($, original) => choice(
      widen(original, $.metavariable),
      $.metavariable_ellipsis,
      $.deep_ellipsis,
    ),

    pattern: ($, original) => choice(
      widen(original, $.metavariable),
      holes($),
      $.deep_ellipsis,
    ),

    parenthesized_expression: ($, original) => orElse(original, 'yield', $.typed_metavariable),

    argument_list: ($, original) => orElse(original, 'list_splat', $.typed_metavariable),

    attribute: ($, original) => orElse(
      widen(original, $.metavariable),
      'metavariable',
      $.ellipsis,
    ),

    dictionary: ($, original) => orElse(original, 'dictionary_splat', holes($)),

    // Statements and definitions

    parameter: ($, original) => choice(widen(original, $.metavariable), holes($)),

    // `...` between decorators stands for more of them.
    decorated_definition: $ => seq(
      $.decorator,
      repeat(choice($.decorator, seq($.ellipsis, $._newline))),
      field('definition', choice($.class_definition, $.function_definition)),
    ),

    _match_block: $ => choice(
      seq(
        $._indent,
        repeat(choice(
          field('alternative', $.case_clause),
          seq($.ellipsis, $._newline),
        )),
        $._dedent,
      ),
      seq($.ellipsis, $._newline),
      $._newline,
    ),

    case_pattern: ($, original) => choice(original, holes($)),

    dict_pattern: ($, original) => orElse(original, 'splat_pattern', holes($)),
  },
});
