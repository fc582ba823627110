"""A model from a part of a document: what pydantic finds wrong becomes a complaint with its place and its mend."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.config.complaints import allowed, near, quoted
from monitor.config.document import Document, Where

Model = TypeVar("Model", bound=BaseModel)
Fault = Mapping[str, Any]


class Keys(BaseModel):
    """The keys that stand at one place of a file; others are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def checked(
    model: type[Model],
    document: Document,
    where: Where,
    *,
    also: Collection[str] = (),
    context: Mapping[str, Any] | None = None,
) -> Model | None:
    """The model of the mapping at `where`; None when it cannot be made, and the document's complaints say why.

    `also`: keys that may stand there too, and belong to another model. A key without a value is as good as none.
    A key whose variable is missing is left out: no fault, but a lack.
    """
    node = document.at(where)
    if not isinstance(node, dict):
        document.complain(
            where, f"{quoted(node)} stands where keys and values are wanted; {allowed(model.model_fields)}"
        )
        return None
    for key in node.keys() - model.model_fields.keys() - set(also):
        document.complain((*where, key), _unknown_key(key, {*model.model_fields, *also}), of_key=True)
    given = {
        key: node[key]
        for key in model.model_fields
        if node.get(key) is not None and not document.lacking((*where, key))
    }
    try:
        return model.model_validate(given, context=context)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        lacks = any(document.lacking((*where, key)) for key in model.model_fields)
        for fault in faults:
            if not _follows(fault, faults) and not (lacks and not fault["loc"]):
                _complain(document, where, fault, model)
        return None


def _follows(fault: Fault, faults: Iterable[Fault]) -> bool:
    """Whether a list is only short because something in it is wrong."""
    depth = len(fault["loc"])
    return fault["type"] == "too_short" and any(
        len(each["loc"]) > depth and each["loc"][:depth] == fault["loc"] for each in faults
    )


def _complain(document: Document, where: Where, fault: Fault, model: type[BaseModel]) -> None:
    of_key = fault["loc"][-1:] in ((), ("[key]",))
    whole = (*where, *fault["loc"])
    path = (*where, *_known(document, where, fault["loc"]))
    if fault["type"] == "missing":
        if not document.lacking(whole):
            has = "has no value: write one" if whole in document.keys else "is missing: add the key"
            document.complain(whole, f'"{whole[-1]}" {has}', of_key=True)
    elif fault["type"] == "extra_forbidden":
        keys = _fields_at(model, fault["loc"][:-1])
        document.complain(whole, _unknown_key(str(whole[-1]), keys), of_key=True)
    else:
        document.complain(path, _said(fault), of_key=of_key)


def _known(document: Document, where: Where, loc: tuple[int | str, ...]) -> Where:
    """The part of pydantic's path that stands in the document: it adds names of its own for unions."""
    end = len(loc)
    while end and (*where, *loc[:end]) not in document.values:
        end -= 1
    return loc[:end]


def _unknown_key(found: str, keys: Collection[str]) -> str:
    meant = near(found, keys)
    return f"{quoted(found)} is no key here: " + (f'did you mean "{meant}"? ' if meant else "") + allowed(keys)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the model that stands inside of `model` at a path."""
    for part in loc:
        field = next((each for name, each in model.model_fields.items() if part in (name, each.alias)), None)
        model = (_model_in(field.annotation) if field else None) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a type is made of: itself, or what a list or a mapping holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)


def _said(fault: Fault) -> str:
    """What pydantic found, in words that say what is allowed."""
    say = _SAYINGS.get(fault["type"])
    return say(fault) if say else f"{quoted(fault['input'])}: {fault['msg']}"


def _context(fault: Fault, key: str) -> Any:
    return (fault.get("ctx") or {}).get(key)


_SAYINGS: Mapping[str, Callable[[Fault], str]] = {
    "value_error": lambda fault: str(_context(fault, "error")),
    "string_type": lambda fault: (
        f"{quoted(fault['input'])} is no text: write it in quotes"
        if isinstance(fault["input"], int | float)
        else f"{quoted(fault['input'])} is no text: write one word or sentence"
    ),
    "bool_parsing": lambda fault: f"{quoted(fault['input'])} is neither true nor false: allowed: true, false",
    "bool_type": lambda fault: f"{quoted(fault['input'])} is neither true nor false: allowed: true, false",
    "literal_error": lambda fault: (
        f"{quoted(fault['input'])} is not allowed here; allowed: {_context(fault, 'expected')}"
    ),
    "enum": lambda fault: f"{quoted(fault['input'])} is not allowed here; allowed: {_context(fault, 'expected')}",
    "int_type": lambda fault: f"{quoted(fault['input'])} is no whole number: write one, as in 10",
    "int_parsing": lambda fault: f"{quoted(fault['input'])} is no whole number: write one, as in 10",
    "greater_than_equal": lambda fault: f"{fault['input']} is too small: allowed is {_context(fault, 'ge')} or more",
    "less_than_equal": lambda fault: f"{fault['input']} is too large: allowed is {_context(fault, 'le')} or less",
    "tuple_type": lambda fault: f"{quoted(fault['input'])} is no list: write it in brackets, as in [one, two]",
    "list_type": lambda fault: f"{quoted(fault['input'])} is no list: write it in brackets, as in [one, two]",
    "too_short": lambda fault: f"the list is too short: it needs {_context(fault, 'min_length')} at least",
    "string_too_short": lambda _: "an empty text is not allowed here: write something, or delete the key",
    "string_too_long": lambda fault: f"the text is too long: allowed are {_context(fault, 'max_length')} characters",
    "string_pattern_mismatch": lambda fault: (
        f"{quoted(fault['input'])} is not written as it must be; allowed is what fits {_context(fault, 'pattern')}"
    ),
    "model_type": lambda fault: f"{quoted(fault['input'])} stands where keys and values are wanted",
    "dict_type": lambda fault: f"{quoted(fault['input'])} stands where keys and values are wanted",
}
