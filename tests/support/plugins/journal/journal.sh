#!/bin/sh
# One line at the start and one at the end; each is a single write, so lines of parallel attempts do not mix.
read -r request
echo "start $OCTOPUS_EXECUTION $OCTOPUS_ATTEMPT" >>"@JOURNAL@"
sleep 0.1
echo "end $OCTOPUS_EXECUTION $OCTOPUS_ATTEMPT" >>"@JOURNAL@"
echo '{"ok":true,"headline":"written","data":{}}'
