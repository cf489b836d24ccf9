#!/bin/sh
# Uploads one edition of one engagement (or internal) to a bucket: new files first, then pages, and
# what is gone last. Needs the AWS command line; read HOSTING.md for who may read the bucket.
#   hosting/upload-s3.sh shared/acme-support s3://example-playbooks-acme
set -eu
if [ "$#" -ne 2 ] || [ "${2#s3://}" = "$2" ]; then
  echo "Usage: $0 internal|shared/ENGAGEMENT s3://BUCKET[/PREFIX]" >&2
  exit 2
fi
from=$(dirname "$0")/../site/$1
to=${2%/}
case $1 in shared | shared/) echo "Name the engagement: shared/ENGAGEMENT. Each has readers of its own." >&2; exit 2 ;; esac
if [ ! -f "$from/index.html" ]; then
  echo "There is no site in $from. Run: sourcebook build" >&2
  exit 2
fi
aws s3 sync "$from" "$to" --exclude '*.html' --exclude '*.ics' --cache-control no-cache
aws s3 sync "$from" "$to" --exclude '*' --include '*.ics' --cache-control no-cache --content-type 'text/calendar; charset=utf-8'
aws s3 sync "$from" "$to" --exclude '*' --include '*.html' --cache-control no-cache --content-type 'text/html; charset=utf-8'
aws s3 sync "$from" "$to" --delete --cache-control no-cache
