-- SPDX-License-Identifier: MIT
-- For tests/suites/filters.py: many display filters in one run of tshark. Reads lines "number, tab, filter"
-- from the file that FILTERS names, and prints "number, tab, the frames that the filter selects".
for line in io.lines(os.getenv("FILTERS")) do
  local number, filter = line:match("^(%d+)\t(.*)$")
  local is_accepted, listener = pcall(Listener.new, "frame", filter)
  if is_accepted then
    local frames = {}
    function listener.packet(pinfo) frames[#frames + 1] = tostring(pinfo.number) end
    function listener.draw() print(number .. "\t" .. table.concat(frames, " ")) end
  else
    print(number .. "\trefused\t" .. tostring(listener):gsub("%s+", " "))
  end
end
