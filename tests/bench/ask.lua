-- SPDX-License-Identifier: GPL-3.0-or-later
-- For wrk: asks for the status pages of a file of tokens in turn, from one of them on. The requests
-- are ready before the first is sent: the client takes its processor from the server.
--   wrk … -s ask.lua URL -- FILE FIRST

local requests, at = {}, 0

function init (args)
  for token in io.lines (args[1]) do
    requests[#requests + 1] = wrk.format (nil, "/t/" .. token)
  end
  at = tonumber (args[2])
end

function request ()
  at = at % #requests + 1
  return requests[at]
end
