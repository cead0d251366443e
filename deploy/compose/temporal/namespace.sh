#!/bin/sh
# The namespace of the cases, made where it is missing.
set -eu
if ! temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
fi
