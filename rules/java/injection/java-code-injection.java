import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.servlet.http.HttpServletRequest;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;

class Formulas {
    Object script(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        // ruleid: java-code-injection
        return engine.eval(request.getParameter("formula"));
    }

    Object expression(HttpServletRequest request) {
        ExpressionParser parser = new SpelExpressionParser();
        String field = request.getParameter("field");
        // ruleid: java-code-injection
        return parser.parseExpression("order." + field).getValue();
    }

    Object variable(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        engine.put("x", request.getParameter("x"));
        // ok: java-code-injection
        return engine.eval("x * 2");
    }

    Object number(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        // ok: java-code-injection
        return engine.eval("2 * " + Integer.parseInt(request.getParameter("x")));
    }
}
