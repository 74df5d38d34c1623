#!/bin/sh
# Everything that a careless action may do with a secret.
read -r request
token=$(printf '%s' "$request" | sed 's/.*"token":"\([^"]*\)".*/\1/')
echo "plain $token" >&2
echo "for $token" | base64 -w0 >&2
echo >&2
printf '%s' "$token" | od -An -tx1 | tr -d ' \n' >&2
echo >&2
printf '%s' "{\"ok\":true,\"headline\":\"sang with $token\",\"data\":{\"length\":${#token},\"said\":\"$token\"}}"
