"""Text → program, by recursive descent.

It reads what the Python server reads and what the Rust server adds: comments, arithmetic, `if`, `return`. Words are
not reserved: `if = 1;` is an assignment, as `=` follows. The whole text is read before anything runs.
"""

from collections.abc import Callable
from typing import Final

from daywright.core.awquery.errors import QueryParseError
from daywright.core.awquery.limits import Limits
from daywright.core.awquery.syntax import (
    Assign,
    Block,
    Call,
    DictOf,
    Expression,
    If,
    ListOf,
    Literal,
    Name,
    Operation,
)
from daywright.core.awquery.tokens import SHOWN, Kind, Token, tokens, where

Reader = Callable[[], Expression]

EQUALITY: Final = ("==",)
SUMS: Final = ("+", "-")
PRODUCTS: Final = ("*", "/", "%")


def parse(program: str, limits: Limits | None = None) -> Block:
    """Read a program, or raise QueryParseError."""
    limits = limits or Limits()
    if len(program) > limits.text_chars:
        raise QueryParseError(f"The query is longer than {limits.text_chars:,} characters")
    return _Parser(program, limits).program()


class _Parser:
    def __init__(self, program: str, limits: Limits) -> None:
        self._program, self._limits = program, limits
        self._tokens = tokens(program)
        self._now = next(self._tokens)
        self._after = next(self._tokens, self._now)
        self._depth = 0
        self._statements = 0

    def program(self) -> Block:
        block = self._block(within=False)
        if not self._ended():
            raise self._unexpected()
        return block

    def _block(self, *, within: bool) -> Block:
        found: list[Assign | If] = []
        while True:
            while self._took(";"):
                pass
            if self._ended() or (within and self._at("}")):
                return tuple(found)
            statement = self._statement()
            self._statements += 1
            if self._statements > self._limits.statements:
                raise QueryParseError(f"The query has more than {self._limits.statements:,} statements")
            found.append(statement)
            if not isinstance(statement, If) and not self._closed():
                raise self._unexpected("Invalid syntax for value to assign")

    def _statement(self) -> Assign | If:
        token = self._now
        if token.kind is Kind.NAME and self._assigns():
            self._take()
            self._take()
            if self._closed():
                raise self._unexpected("Nothing to assign")
            return Assign(token.text, self._expression())
        if token.kind is Kind.NAME and token.text == "if":
            return self._conditional()
        if token.kind is Kind.NAME and token.text == "return":
            self._take()
            return Assign("RETURN", self._expression(), ends=True)
        value = self._expression()
        if self._at("="):
            raise self._unexpected("Cannot assign to a non-variable")
        return Assign(None, value)

    def _conditional(self) -> If:
        branches: list[tuple[Expression | None, Block]] = []
        word = "if"
        while word:
            self._take()
            condition = None if word == "else" else self._expression()
            self._deeper()
            self._expect("{")
            branches.append((condition, self._block(within=True)))
            self._expect("}")
            self._depth -= 1
            token = self._now
            follows = token.kind is Kind.NAME and token.text in ("elif", "else") and not self._assigns()
            word = token.text if follows and condition is not None else ""
        return If(tuple(branches))

    def _expression(self) -> Expression:
        self._deeper()
        found = self._chain(EQUALITY, self._sum)
        self._depth -= 1
        return found

    def _sum(self) -> Expression:
        return self._chain(SUMS, self._product)

    def _product(self) -> Expression:
        return self._chain(PRODUCTS, self._single)

    def _chain(self, signs: tuple[str, ...], part: Reader) -> Expression:
        first = part()
        rest: list[tuple[str, Expression]] = []
        while self._now.kind is Kind.SIGN and self._now.text in signs:
            sign = self._take().text
            rest.append((sign, part()))
        return Operation(first, tuple(rest)) if rest else first

    def _single(self) -> Expression:
        token = self._take()
        match token.kind, token.text:
            case Kind.TEXT, text:
                return Literal(text)
            case Kind.NUMBER, digits:
                return Literal(float(digits) if "." in digits else int(digits))
            case Kind.NAME, name:
                return Call(name, self._members(")")) if self._took("(") else Name(name)
            case Kind.SIGN, "[":
                return ListOf(self._members("]"))
            case Kind.SIGN, "{":
                return self._dict()
            case Kind.SIGN, "(":
                found = self._expression()
                self._expect(")")
                return found
        raise self._unexpected(token=token)

    def _members(self, closing: str) -> tuple[Expression, ...]:
        found: list[Expression] = []
        if self._took(closing):
            return ()
        while True:
            found.append(self._expression())
            if self._took(closing):
                return tuple(found)
            self._expect(",")

    def _dict(self) -> DictOf:
        found: list[tuple[str, Expression]] = []
        if self._took("}"):
            return DictOf(())
        while True:
            key = self._take()
            if key.kind is not Kind.TEXT:
                raise self._unexpected("Key in dict is not a str", key)
            if not self._took(":"):
                raise self._unexpected("Key in dict is not followed by a :")
            found.append((key.text, self._expression()))
            if self._took("}"):
                return DictOf(tuple(found))
            self._expect(",")

    def _take(self) -> Token:
        token = self._now
        self._now = self._after
        self._after = next(self._tokens, self._now)
        return token

    def _at(self, sign: str) -> bool:
        return self._now.kind is Kind.SIGN and self._now.text == sign

    def _assigns(self) -> bool:
        return self._after.kind is Kind.SIGN and self._after.text == "="

    def _ended(self) -> bool:
        return self._now.kind is Kind.END

    def _closed(self) -> bool:
        return self._ended() or self._at(";") or self._at("}")

    def _took(self, sign: str) -> bool:
        found = self._at(sign)
        if found:
            self._take()
        return found

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise self._unexpected(f"Expected {sign!r}")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise QueryParseError(f"The query is nested more than {self._limits.depth} deep")

    def _unexpected(self, what: str = "Syntax error", token: Token | None = None) -> QueryParseError:
        token = token or self._now
        shown = repr(self._program[token.place : token.place + SHOWN]) if token.kind is not Kind.END else "the end"
        return QueryParseError(f"{what} at {where(self._program, token.place)}: {shown}")
