#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the shared corpus before an outside validator: the published schemas must agree with the
program's own loader, except where a file's .expect says that no schema could."""

import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print('python3-jsonschema is not installed')
    sys.exit(77)


class Refused(Exception):
    pass


def refuse_constant(name):
    raise Refused(name)


def judge(validator, path):
    """None when the file is accepted, else why it is not."""
    try:
        text = path.read_bytes().decode('utf-8')
        value = json.loads(text, parse_constant=refuse_constant)
        # what Python's reader takes and JSON does not have
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode('utf-8')
    except (ValueError, Refused, RecursionError) as error:
        return f'not JSON: {error}'
    error = jsonschema.exceptions.best_match(validator.iter_errors(value))
    return None if error is None else f'{error.json_path}: {error.message[:200]}'


def load(path):
    schema = json.loads(path.read_text())
    cls = jsonschema.validators.validator_for(schema)
    assert cls is jsonschema.Draft202012Validator, cls
    cls.check_schema(schema)
    return cls(schema, format_checker=jsonschema.FormatChecker())


def main():
    assets, corpus = map(pathlib.Path, sys.argv[1:3])
    procedure = load(assets / 'procedure.schema.json')
    submission = load(assets / 'submit.schema.json')
    good = [(procedure, p) for p in sorted((corpus / 'procedures/good').glob('*.json'))]
    good += [(procedure, p) for p in sorted((assets / 'procedures').glob('*.json'))]
    good += [(submission, p) for p in sorted((assets / 'examples').glob('*.json'))]
    bad = sorted((corpus / 'procedures/bad').glob('*.json'))
    if len(good) < 30 or len(bad) < 50:
        sys.exit('the corpus is not there')

    wrong = 0
    for validator, path in good:
        why = judge(validator, path)
        if why is not None:
            print(f'{path}: right, but the schema says {why}')
            wrong += 1
    inexpressible = 0
    for path in bad:
        verdict = next(line.split(': ')[1] for line in
                       path.with_suffix('.expect').read_text().splitlines()
                       if line.startswith('schema: '))
        why = judge(procedure, path)
        if verdict == 'refuses' and why is None:
            print(f'{path}: wrong, but the schema accepts it')
            wrong += 1
        elif verdict == 'accepts':
            inexpressible += 1
            if why is not None:
                print(f'{path}: listed as beyond a schema, but the schema says {why}')
                wrong += 1
    print(f'{len(good)} right and {len(bad)} wrong files, {inexpressible} of them beyond a schema; '
          f'{wrong} disagreements')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
