#!/usr/bin/env bash
# Everything that can be said about the code without running it. Ends at the first thing that is wrong.
set -euo pipefail
bin=.venv/bin
DATA_DIR=$(mktemp -d)
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
unset DATABASE_URL BROKER_URL REDIS_URL FETCH_ALLOW PRODUCTION

say() { printf '%s\n' "-- $*"; }
say "format";            $bin/ruff format -q --check .
say "lint";              $bin/ruff check -q .
say "types";             $bin/mypy -p config -p factcheck -p claims -p reviews
say "import contracts";  $bin/lint-imports --no-cache >"$DATA_DIR/imports" || { cat "$DATA_DIR/imports"; exit 1; }
say "migrations there";  $bin/python manage.py makemigrations --check --dry-run >/dev/null
say "migrations safe";   $bin/python -m tests.lint_migrations
say "lifecycles drawn";  $bin/python manage.py lifecycles --check
say "API schema";        $bin/python manage.py spectacular --validate --fail-on-warn --file /dev/null
say "deployment";        PRODUCTION=1 SECRET_KEY=$(printf 'only-for-this-check-%.0s' 1 2 3 4) BASE_URL=https://desk.example \
  ALLOWED_HOSTS=desk.example DATABASE_URL=postgres://desk@db.example/desk REDIS_URL=redis://broker.example/0 \
  $bin/python manage.py check --deploy --fail-level WARNING
