#!/usr/bin/env bash
# Draws every picture of docs/charts again, from the published runs that the pages of the charts name. Look at them before committing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
npm run -s build
node dist/analysis/render/svg/make-pictures.js
