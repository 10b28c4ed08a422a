# zsh -f _offered.zsh SCRIPT FOLDER: what an interactive zsh offers for each line of standard input, with a bar after each word.
zmodload zsh/zpty zsh/zselect
rm -f $2/ready
zpty offering zsh -f -i
zpty -w offering "PROMPT= RPROMPT=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source $1
compadd () { local -a found; local word; builtin compadd -O found \"\$@\"; for word in \$found; do print -rn -- \"\$word|\" >> $2/offered; done }
zle-line-init () { : > $2/ready }; zle -N zle-line-init"
while IFS= read -r line; do
  # Keys are read as such only while its line editor waits for them.
  while [ ! -e $2/ready ]; do zselect -t 1; done
  rm $2/ready
  : > $2/offered
  zpty -w -n offering "$line"$'\t\C-u\n'
  while [ ! -e $2/ready ]; do zselect -t 1; done
  cat $2/offered
  print
done
zpty -d offering
