/** The bytes as base64, by the browser's own encoder: megabytes take milliseconds. */
export function base64Of(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new Error(String(reader.error)));
    reader.onload = () => {
      const { result } = reader;
      // `data:application/octet-stream;base64,…`
      resolve(typeof result === 'string' ? (result.split(',')[1] ?? '') : '');
    };
    reader.readAsDataURL(content);
  });
}
