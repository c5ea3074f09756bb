// A file may be dropped anywhere while this is in use; true while one hovers over the window.
import { useEffect, useRef, useState } from 'react';

export const useFileDrop = (onFile: (file: File) => void): boolean => {
  const [hovering, setHovering] = useState(false);
  const held = useRef(onFile);
  useEffect(() => { held.current = onFile; });
  useEffect(() => {
    let depth = 0;
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => { if (carriesFile(event)) { depth += 1; setHovering(true); } };
    const leave = (event: DragEvent): void => { if (carriesFile(event)) { depth = Math.max(0, depth - 1); setHovering(depth > 0); } };
    const over = (event: DragEvent): void => { if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'; };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      depth = 0;
      setHovering(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) held.current(file);
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return hovering;
};
