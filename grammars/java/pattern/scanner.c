// The one token of Java patterns that needs to see what follows: the end of a
// statement or of a declaration's head whose `;` or body is left out. It has
// no width and stands before the end of the text, before `}` and before
// `else`, and only where the grammar asks for it.

#include "tree_sitter/parser.h"

enum TokenType { END, ERROR_SENTINEL };

void *tree_sitter_haechi_java_pattern_external_scanner_create(void) { return 0; }

void tree_sitter_haechi_java_pattern_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_haechi_java_pattern_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload;
    (void)buffer;
    return 0;
}

void tree_sitter_haechi_java_pattern_external_scanner_deserialize(void *payload, const char *buffer,
                                                                  unsigned length) {
    (void)payload;
    (void)buffer;
    (void)length;
}

static bool is_space(int32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_name(int32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c >= 0x80;
}

static bool before_else(TSLexer *lexer) {
    for (const char *word = "else"; *word; word++) {
        if (lexer->lookahead != *word) {
            return false;
        }
        lexer->advance(lexer, false);
    }
    return !is_name(lexer->lookahead);
}

bool tree_sitter_haechi_java_pattern_external_scanner_scan(void *payload, TSLexer *lexer,
                                                           const bool *valid_symbols) {
    (void)payload;
    if (valid_symbols[ERROR_SENTINEL] || !valid_symbols[END]) {
        return false;
    }
    lexer->result_symbol = END;
    lexer->mark_end(lexer);
    while (is_space(lexer->lookahead)) {
        lexer->advance(lexer, true);
    }
    return lexer->eof(lexer) || lexer->lookahead == '}' || before_else(lexer);
}
