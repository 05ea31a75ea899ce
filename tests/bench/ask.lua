-- SPDX-License-Identifier: GPL-3.0-or-later
-- For wrk: asks for the status pages of a file of tokens in turn, from one of them on.
--   wrk … -s ask.lua URL -- FILE FIRST

local paths, at = {}, 0

function init (args)
  for token in io.lines (args[1]) do
    paths[#paths + 1] = "/t/" .. token
  end
  at = tonumber (args[2])
end

function request ()
  at = at % #paths + 1
  return wrk.format (nil, paths[at])
end
