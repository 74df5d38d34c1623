#!/bin/sh
# One line at the start and one at the end; each is a single write, so lines of parallel attempts do not mix.
read -r request
echo "start $OCTOPUS_EXECUTION $OCTOPUS_ATTEMPT" >>"@JOURNAL@"
case "$request" in
  *'"slow-'*) sleep 3 ;;
  *'"ticking-'*)
    count=0
    [ "$OCTOPUS_ATTEMPT" -gt 1 ] && count=90
    while [ $count -lt 100 ]; do
      echo "tick $OCTOPUS_EXECUTION $OCTOPUS_ATTEMPT" >>"@JOURNAL@"
      count=$((count + 1))
      sleep 0.25
    done
    ;;
  *'"endless-'*) sleep 600 ;;
  *) sleep 0.1 ;;
esac
echo "end $OCTOPUS_EXECUTION $OCTOPUS_ATTEMPT" >>"@JOURNAL@"
echo '{"ok":true,"headline":"written","data":{}}'
