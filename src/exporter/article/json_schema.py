"""Makes the JSON Schema of an article file, for editors."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from exporter.article.manuscript import Article
from exporter.article.reference import ACRONYMS
from exporter.article.reference_values import SHARED


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an article file, for editors.

    It does not ask for what a clinic writes once, in `_defaults.yaml`.
    """
    schema = Article.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    schema["required"] = [key for key in schema["required"] if key not in {"language", "publisher"}]
    variables = schema["$defs"]["Reference"]["properties"]
    variables |= {name: variables[name.upper()] for name in ACRONYMS}
    schema["$defs"] = {name: _refer(part) for name, part in schema["$defs"].items()} | SHARED
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _refer(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose properties refer to the shared schemas instead of repeating them."""
    for value in schema.get("properties", {}).values():
        for name, shared in SHARED.items():
            if value.get("anyOf") == shared["anyOf"]:
                del value["anyOf"]
                value["$ref"] = f"#/$defs/{name}"
    return schema


class _WithoutNull(GenerateJsonSchema):
    """A key that may be left out may not be left empty."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return (
            self.generate_inner(schema["schema"]) if schema.get("default") is None else super().default_schema(schema)
        )
