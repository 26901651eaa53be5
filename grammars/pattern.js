/**
 * What the pattern grammars of all languages share: the forms that stand for
 * code, and the edits that turn an upstream rule into the rule of a pattern.
 *
 * Rules are edited as data (the JSON that the generator's own functions
 * return), because the upstream grammars are used as they are published.
 */

/** `$X`, `$_`, `$MY_VAR2` and the numbered `$1`. */
const METAVARIABLE = /\$([A-Z_][A-Z_0-9]*|[0-9]+)/;

/** `$...ARGS`, `$..._`: a list of anything, bound to a name. */
const METAVARIABLE_ELLIPSIS = /\$\.\.\.([A-Z_][A-Z_0-9]*)/;

const isSymbol = (rule, name) => rule.type === 'SYMBOL' && rule.name === name;

/**
 * A copy of `rule` in which `edit` has had its say about every part, from the
 * outside in: it returns a new part, or `undefined` to look further inside.
 */
function rewrite(rule, edit) {
  const edited = edit(rule);
  if (edited !== undefined) return edited;
  const copy = { ...rule };
  if (copy.members) copy.members = copy.members.map((part) => rewrite(part, edit));
  if (copy.content) copy.content = rewrite(copy.content, edit);
  return copy;
}

/**
 * Lets a metavariable stand wherever `rule` wants an identifier. The choice is
 * made in place, so both spellings run through the same productions, keep the
 * same field and need no further conflicts. Where upstream gives the
 * identifier another name (a type's, say), the metavariable keeps its own.
 */
function widen(rule, metavariable) {
  return rewrite(rule, (part) => {
    const identifier = part.type === 'ALIAS' ? part.content : part;
    return isSymbol(identifier, 'identifier') ? choice(part, metavariable) : undefined;
  });
}

/** Lets `others` stand wherever `rule` wants the symbol `name`. */
function orElse(rule, name, ...others) {
  return rewrite(rule, (part) => (isSymbol(part, name) ? choice(part, ...others) : undefined));
}

/** Puts `replacement` in place of the literal token `text`. */
function replaceToken(rule, text, replacement) {
  return rewrite(rule, (part) =>
    part.type === 'STRING' && part.value === text ? replacement : undefined);
}

/** Lets `others` stand wherever `rule` repeats something. */
function repeatOrElse(rule, ...others) {
  return rewrite(rule, (part) =>
    part.type === 'REPEAT' ? repeat(choice(part.content, ...others)) : undefined);
}

/** The widened form of every rule of `base` that has room for an identifier. */
function widenAll(base) {
  const rules = {};
  for (const name of Object.keys(base.grammar.rules)) {
    if (name !== 'identifier') rules[name] = ($, original) => widen(original, $.metavariable);
  }
  return rules;
}

module.exports = {
  METAVARIABLE,
  METAVARIABLE_ELLIPSIS,
  widen,
  orElse,
  replaceToken,
  repeatOrElse,
  widenAll,
};
